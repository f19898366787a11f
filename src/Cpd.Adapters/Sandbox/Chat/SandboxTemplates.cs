using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>The WhatsApp templates that lie in the sandbox, for every number alike: some to begin with, of every state that matters.</summary>
internal static class SandboxTemplates
{
    private const string Setting = "whatsapp-templates";

    private static readonly WhatsAppTemplate[] Usual =
    [
        Template("1", "welcome", "en", "APPROVED", "MARKETING", new(
            new("TEXT", "Welcome, {{1}}"), new("Good to have you, {{1}}. Show this message in any of our shops: the first coffee is on us.", ["Ana"]), new("Write STOP to get no more"))),
        Template("2", "welcome", "hr", "APPROVED", "MARKETING", new(
            new("TEXT", "Dobro došli, {{1}}"), new("Lijepo da ste tu, {{1}}. Pokažite ovu poruku u bilo kojoj našoj trgovini: prva kava je na nas.", ["Ana"]), new("Napišite STOP za odjavu"))),
        Template("3", "order_ready", "en", "APPROVED", "UTILITY", new(
            Body: new("Hi {{1}}, your order {{2}} is ready. Will you come for it today?", ["Ana", "A-17"]),
            Buttons: [new("QUICK_REPLY", "I come"), new("QUICK_REPLY", "Bring it to me")])),
        Template("4", "order_ready", "hr", "APPROVED", "UTILITY", new(
            Body: new("Bok {{1}}, vaša narudžba {{2}} je spremna. Dolazite li danas po nju?", ["Ana", "A-17"]),
            Buttons: [new("QUICK_REPLY", "Dolazim"), new("QUICK_REPLY", "Dostavite")])),
        Template("5", "order_on_its_way", "en", "APPROVED", "UTILITY", new(
            new("IMAGE"), new("{{1}}, your parcel is on its way and comes on {{2}}.", ["Ana", "Friday"]), new("Do not answer this message"),
            [new("URL", "Follow it", "https://shop.example/parcels/{{1}}"), new("PHONE_NUMBER", "Call us", PhoneNumber: "+385910000000")], Type: "MEDIA")),
        Template("6", "spring_sale", "en", "PENDING", "MARKETING", new(
            new("TEXT", "Spring sale"), new("{{1}}, from Friday on everything costs a fifth less.", ["Ana"]), new("Write STOP to get no more"))),
        Template("7", "win_back", "en", "REJECTED", "MARKETING", new(Body: new("{{1}}, YOU WON!!! Answer NOW.", ["Ana"]))),
        Template("8", "login_code", "en", "APPROVED", "AUTHENTICATION", new(
            Body: new(AddSecurityRecommendation: true), Footer: new(CodeExpirationMinutes: 10), Buttons: [new(null, "Copy code", OtpType: "COPY_CODE")])),
        Template("9", "picks_for_you", "en", "APPROVED", "MARKETING", new(
            Body: new("{{1}}, two things that go with what you bought.", ["Ana"]),
            Carousel: new([
                new(new("IMAGE"), new("{{1}}, now {{2}}", ["Scarf", "19 EUR"]), [new("QUICK_REPLY", "Put it aside"), new("URL", "See it", "https://shop.example/things/{{1}}")]),
                new(new("IMAGE"), new("{{1}}, now {{2}}", ["Gloves", "12 EUR"]), [new("QUICK_REPLY", "Put it aside"), new("URL", "See it", "https://shop.example/things/{{1}}")]),
            ]))),
    ];

    public static IReadOnlyList<WhatsAppTemplate> All(SqliteSession db)
    {
        var row = db.Prepare("SELECT value FROM settings WHERE name = ?1").Bind(1, Setting);
        var stored = row.Step() ? JsonSerializer.Deserialize(row.GetText(0), InfobipJson.Wire.WhatsAppTemplates)?.Templates : null;
        row.Reset();
        return stored ?? Usual;
    }

    public static void Keep(SqliteSession db, IReadOnlyList<WhatsAppTemplate> templates) =>
        db.Prepare("INSERT OR REPLACE INTO settings VALUES (?1, ?2)").Bind(1, Setting)
            .Bind(2, JsonSerializer.Serialize(new WhatsAppTemplates(templates), InfobipJson.Wire.WhatsAppTemplates)).Run();

    public static void Forget(SqliteSession db) => db.Prepare("DELETE FROM settings WHERE name = ?1").Bind(1, Setting).Run();

    private static WhatsAppTemplate Template(string id, string name, string language, string status, string category, WhatsAppStructure structure) =>
        new(id, 1001, name, language, status, category, structure with { Type = structure.Type ?? "TEXT" }, status == "APPROVED" ? "HIGH" : "UNKNOWN");
}
