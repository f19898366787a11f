using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Web.Features.Preferences;

/// <summary>What people read on the pages that messages lead to, in the languages in which they can also write STOP.</summary>
public sealed record PreferenceWords(string Language, string Name)
{
    public required string Title { get; init; }

    /// <summary>With the workspace's name.</summary>
    public required string Lead { get; init; }

    public required string Save { get; init; }

    public required string Saved { get; init; }

    public required string StopAll { get; init; }

    public required string StoppedAll { get; init; }

    /// <summary>What no choice here ends.</summary>
    public required string Still { get; init; }

    public required string Yes { get; init; }

    public required string No { get; init; }

    public required string Call { get; init; }

    public required string Push { get; init; }

    public required string BadTitle { get; init; }

    public required string Bad { get; init; }

    public required string NotYetTitle { get; init; }

    public required string NotYet { get; init; }

    public required string Unsubscribe { get; init; }

    /// <summary>With the address.</summary>
    public required string UnsubscribeAsk { get; init; }

    public required string Unsubscribed { get; init; }

    /// <summary>With the address.</summary>
    public required string UnsubscribedLead { get; init; }

    public required string Choose { get; init; }

    /// <summary>What a workspace that keeps no purposes asks about.</summary>
    public required PurposeText Marketing { get; init; }

    public static readonly IReadOnlyList<PreferenceWords> All =
    [
        new("en", "English")
        {
            Title = "Your messages", Lead = "Choose what {0} sends you, and how.", Save = "Save", Saved = "Saved. Your changes apply from now on.",
            StopAll = "Unsubscribe from everything", StoppedAll = "Saved. You will no longer receive offers and news.",
            Still = "You will still get what you order or ask for: receipts, codes, delivery updates.", Yes = "yes", No = "no", Call = "Phone call", Push = "Push notification",
            BadTitle = "This link does not work", Bad = "This link is incomplete or invalid. Please open it again from the message.",
            NotYetTitle = "Not saved yet", NotYet = "Your changes could not be saved. Please try again in a moment.",
            Unsubscribe = "Unsubscribe", UnsubscribeAsk = "Stop sending offers and news to {0}?", Unsubscribed = "Unsubscribed", UnsubscribedLead = "{0} will no longer receive offers and news.",
            Choose = "Manage your preferences", Marketing = new("", "Offers and news", "New products and special offers."),
        },
        new("hr", "Hrvatski")
        {
            Title = "Vaše poruke", Lead = "Odaberite što vam {0} šalje i kako.", Save = "Spremi", Saved = "Spremljeno. Vrijedi od sada.",
            StopAll = "Ne želim više ništa", StoppedAll = "Spremljeno. Više ne primate ponude i novosti.",
            Still = "Ono što naručite ili zatražite i dalje stiže: računi, kodovi, dostave.", Yes = "da", No = "ne", Call = "Telefonski poziv", Push = "Na uređaju",
            BadTitle = "Ova poveznica ne radi", Bad = "Nije cijela ili nije odavde. Otvorite je još jednom iz poruke.",
            NotYetTitle = "Još nije spremljeno", NotYet = "Trenutačno se nije moglo zabilježiti. Pokušajte ponovno za koji trenutak.",
            Unsubscribe = "Odjava", UnsubscribeAsk = "Više ne slati ponude i novosti na {0}?", Unsubscribed = "Odjavljeno", UnsubscribedLead = "Na {0} više ne stižu ponude i novosti.",
            Choose = "Odaberite što primate", Marketing = new("hr", "Ponude i novosti", "Što je novo i što je povoljnije."),
        },
        new("de", "Deutsch")
        {
            Title = "Ihre Nachrichten", Lead = "Wählen Sie, was {0} Ihnen schickt und wie.", Save = "Speichern", Saved = "Gespeichert. Es gilt ab jetzt.",
            StopAll = "Nichts mehr davon", StoppedAll = "Gespeichert. Sie bekommen keine Angebote und Neuigkeiten mehr.",
            Still = "Was Sie bestellen oder anfordern, kommt weiterhin: Belege, Codes, Lieferungen.", Yes = "ja", No = "nein", Call = "Anruf", Push = "Auf dem Gerät",
            BadTitle = "Dieser Link funktioniert nicht", Bad = "Er ist nicht vollständig oder nicht von hier. Öffnen Sie ihn noch einmal aus der Nachricht.",
            NotYetTitle = "Noch nicht gespeichert", NotYet = "Es konnte gerade nicht vermerkt werden. Versuchen Sie es gleich noch einmal.",
            Unsubscribe = "Abmelden", UnsubscribeAsk = "Keine Angebote und Neuigkeiten mehr an {0}?", Unsubscribed = "Abgemeldet", UnsubscribedLead = "{0} bekommt keine Angebote und Neuigkeiten mehr.",
            Choose = "Wählen, was Sie bekommen", Marketing = new("de", "Angebote und Neuigkeiten", "Was neu ist und was günstiger ist."),
        },
        new("fr", "Français")
        {
            Title = "Vos messages", Lead = "Choisissez ce que {0} vous envoie, et comment.", Save = "Enregistrer", Saved = "Enregistré. C’est valable dès maintenant.",
            StopAll = "Plus rien du tout", StoppedAll = "Enregistré. Vous ne recevrez plus d’offres ni de nouvelles.",
            Still = "Ce que vous commandez ou demandez arrive toujours : reçus, codes, livraisons.", Yes = "oui", No = "non", Call = "Appel téléphonique", Push = "Sur l’appareil",
            BadTitle = "Ce lien ne fonctionne pas", Bad = "Il est incomplet, ou ne vient pas d’ici. Ouvrez-le encore une fois depuis le message.",
            NotYetTitle = "Pas encore enregistré", NotYet = "Impossible de le noter pour l’instant. Réessayez dans un moment.",
            Unsubscribe = "Se désabonner", UnsubscribeAsk = "Plus d’offres ni de nouvelles à {0} ?", Unsubscribed = "Désabonné", UnsubscribedLead = "{0} ne reçoit plus d’offres ni de nouvelles.",
            Choose = "Choisir ce que vous recevez", Marketing = new("fr", "Offres et nouvelles", "Ce qui est nouveau et ce qui coûte moins."),
        },
        new("es", "Español")
        {
            Title = "Sus mensajes", Lead = "Elija qué le envía {0} y cómo.", Save = "Guardar", Saved = "Guardado. Vale desde ahora.",
            StopAll = "Nada más", StoppedAll = "Guardado. Ya no recibirá ofertas ni novedades.",
            Still = "Lo que pida sigue llegando: recibos, códigos, entregas.", Yes = "sí", No = "no", Call = "Llamada", Push = "En el dispositivo",
            BadTitle = "Este enlace no funciona", Bad = "No está completo o no es de aquí. Ábralo otra vez desde el mensaje.",
            NotYetTitle = "Aún no guardado", NotYet = "No se ha podido anotar ahora. Inténtelo de nuevo en un momento.",
            Unsubscribe = "Darse de baja", UnsubscribeAsk = "¿No enviar más ofertas ni novedades a {0}?", Unsubscribed = "Dado de baja", UnsubscribedLead = "{0} ya no recibe ofertas ni novedades.",
            Choose = "Elegir qué recibe", Marketing = new("es", "Ofertas y novedades", "Lo nuevo y lo que cuesta menos."),
        },
        new("it", "Italiano")
        {
            Title = "I suoi messaggi", Lead = "Scelga che cosa le invia {0}, e come.", Save = "Salva", Saved = "Salvato. Vale da adesso.",
            StopAll = "Più niente", StoppedAll = "Salvato. Non riceverà più offerte e novità.",
            Still = "Ciò che ordina o chiede arriva comunque: ricevute, codici, consegne.", Yes = "sì", No = "no", Call = "Telefonata", Push = "Sul dispositivo",
            BadTitle = "Questo link non funziona", Bad = "Non è completo, o non viene da qui. Lo apra ancora una volta dal messaggio.",
            NotYetTitle = "Non ancora salvato", NotYet = "Non è stato possibile annotarlo ora. Riprovi tra un momento.",
            Unsubscribe = "Annulla iscrizione", UnsubscribeAsk = "Non inviare più offerte e novità a {0}?", Unsubscribed = "Iscrizione annullata", UnsubscribedLead = "{0} non riceve più offerte e novità.",
            Choose = "Scegliere che cosa riceve", Marketing = new("it", "Offerte e novità", "Che cosa c’è di nuovo e che cosa costa meno."),
        },
    ];

    /// <summary>Where a workspace keeps none: marketing as a whole, on the channels it can come by.</summary>
    public static ConsentPurpose AnyMarketing { get; } = new(
        Engine.Journeys.JourneyStep.Message.DefaultPurpose, [Channel.Sms, Channel.Email, Channel.WhatsApp], [.. All.Select(words => words.Marketing)]);

    /// <summary>What was chosen on the page counts first, then the person's language, then the browser's.</summary>
    /// <param name="accepted">The header <c>Accept-Language</c>: as browsers send it, the first is the dearest.</param>
    public static PreferenceWords Of(string? chosen, string? person, string? accepted) =>
        new[] { chosen, person }.Concat((accepted ?? "").Split(',').Select(one => one.Split(';')[0])).Select(Find).FirstOrDefault(words => words is not null) ?? All[0];

    public string Of(Channel channel) => channel switch
    {
        Channel.Voice => Call,
        Channel.Push => Push,
        _ => ChannelNames.Of(channel),
    };

    /// <summary>Its region does not matter here.</summary>
    private static PreferenceWords? Find(string? language) =>
        TemplateLanguages.Normalize(language) is { } name ? All.FirstOrDefault(words => name == words.Language || name.StartsWith(words.Language + "-", StringComparison.Ordinal)) : null;
}
