using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Web.Features.Templates;

/// <summary>What is wrong in the fields of a message beside its text, in sentences that say which field.</summary>
internal static class PartMistakes
{
    /// <param name="told">Parts whose own field says where in it the template language is wrong.</param>
    public static IEnumerable<string> Of(Channel channel, TemplateVariant variant, params IReadOnlyList<string> told)
    {
        var mistakes = TemplateRules.Check(channel, new TemplateContent([variant with { Language = TemplateLanguages.Default }]))
            .Where(mistake => mistake.Part is not (null or TemplateParts.Text)).ToList();
        var unread = mistakes.Where(mistake => mistake.Place is not null && !told.Contains(mistake.Part))
            .GroupBy(mistake => mistake.Part!)
            .Select(field => $"{NameOf(channel, field.Key)}: {string.Join(' ', field.Select(mistake => mistake.Sentence))}");
        return unread.Concat(mistakes.Where(mistake => mistake.Place is null).Select(mistake => mistake.Sentence).Distinct());
    }

    /// <summary>As the field is called on the page.</summary>
    public static string NameOf(Channel channel, string part)
    {
        for (var number = 0; number < ChatParts.MostButtons; number++)
        {
            var button = channel is Channel.Viber ? "Button" : $"Button {Number(number)}";
            if (part == ChatParts.Button(number)) return button;
            if (part == ChatParts.Payload(number)) return $"{button}, value";
        }
        for (var number = 0; number < ListParts.MostRows; number++)
        {
            var row = $"Row {Number(number)}";
            if (part == ListParts.Row(number)) return row;
            if (part == ListParts.Payload(number)) return $"{row}, value";
            if (part == ListParts.Detail(number)) return $"{row}, description";
            if (part == ListParts.Section(number)) return $"{row}, heading";
        }
        return part switch
        {
            ChatParts.Media => channel is Channel.WhatsApp ? "URL" : "Picture",
            ChatParts.Media2 => "Second picture",
            ChatParts.Media3 => "Third picture",
            ChatParts.FileName => "File name",
            ChatParts.Footer => "Footer",
            ChatParts.Action => channel is Channel.Push ? "Opens" : "Button URL",
            ChatParts.Data => "App data",
            ChatParts.Validity => "Validity",
            ListParts.Title => "List button",
            FlowParts.Id => "Flow",
            FlowParts.Button => "Form button",
            FlowParts.Screen => "First screen",
            FlowParts.Data => "Data",
            _ => part,
        };
    }

    private static string Number(int from0) => (from0 + 1).ToString(CultureInfo.InvariantCulture);
}
