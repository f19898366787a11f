using System.Globalization;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What Infobip checks in places, contacts, lists and the like, in its words where they are published.</summary>
internal static class WhatsAppContentRules
{
    private const string Blank = "must not be blank", Null = "must not be null";

    public static void Check(WhatsAppContent content, string kind, string path, List<ApiViolation> wrong)
    {
        switch (kind)
        {
            case "location": Place(content, path, wrong); return;
            case "contact": Contacts(content.Contacts, path + "contacts", wrong); return;
        }

        WhatsAppRules.Text(content.Body?.Text, 1024, path + "body.text", wrong);
        SendRules.Size(content.Footer?.Text, 60, path + "footer.text", wrong);
        switch (kind)
        {
            case "interactive/list": List(content.Action, path + "action", wrong); break;
            case "interactive/url-button":
                WhatsAppRules.Text(content.Action?.DisplayText, 20, path + "action.displayText", wrong);
                WhatsAppRules.Url(content.Action?.Url, path + "action.url", wrong);
                break;
            case "interactive/flow":
                if (string.IsNullOrEmpty(content.Action?.FlowToken)) wrong.Add(new ApiViolation(path + "action.flowToken", Blank));
                if (string.IsNullOrEmpty(content.Action?.FlowId)) wrong.Add(new ApiViolation(path + "action.flowId", Blank));
                WhatsAppRules.Text(content.Action?.CallToActionButton, 20, path + "action.callToActionButton", wrong);
                if (content.Action?.FlowActionPayload is { Screen: null or "" }) wrong.Add(new ApiViolation(path + "action.flowActionPayload.screen", Blank));
                break;
        }
    }

    private static void Place(WhatsAppContent content, string path, List<ApiViolation> wrong)
    {
        Degrees(content.Latitude, content.Longitude, path, wrong);
        SendRules.Size(content.Name, 1000, path + "name", wrong);
        SendRules.Size(content.Address, 1000, path + "address", wrong);
    }

    internal static void Degrees(double? latitude, double? longitude, string path, List<ApiViolation> wrong)
    {
        Between(latitude, 90, path + "latitude", wrong);
        Between(longitude, 180, path + "longitude", wrong);
    }

    private static void Between(double? value, int most, string path, List<ApiViolation> wrong)
    {
        if (value is null) wrong.Add(new ApiViolation(path, Null));
        else if (value > most) wrong.Add(new ApiViolation(path, $"must be less than or equal to {most}"));
        else if (value < -most) wrong.Add(new ApiViolation(path, $"must be greater than or equal to -{most}"));
    }

    private static void Contacts(IReadOnlyList<WhatsAppCard>? cards, string path, List<ApiViolation> wrong)
    {
        if (cards is not { Count: > 0 })
        {
            wrong.Add(new ApiViolation(path, "must not be empty"));
            return;
        }
        for (var i = 0; i < cards.Count; i++)
        {
            var at = $"{path}[{i}]";
            if (string.IsNullOrWhiteSpace(cards[i]?.Name?.FirstName)) wrong.Add(new ApiViolation(at + ".name.firstName", Blank));
            if (string.IsNullOrWhiteSpace(cards[i]?.Name?.FormattedName)) wrong.Add(new ApiViolation(at + ".name.formattedName", Blank));
            if (cards[i]?.Birthday is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                wrong.Add(new ApiViolation(at + ".birthday", "must be in the YYYY-MM-DD format"));
            for (var j = 0; j < (cards[i]?.Emails?.Count ?? 0); j++)
                if (!EmailAddress.IsAddress(cards[i].Emails![j]?.Email ?? "")) wrong.Add(new ApiViolation($"{at}.emails[{j}].email", "must be a well-formed email address"));
        }
    }

    private static void List(WhatsAppAction? action, string path, List<ApiViolation> wrong)
    {
        WhatsAppRules.Text(action?.Title, 20, path + ".title", wrong);
        if (action?.Sections is not { Count: >= 1 and <= 10 } sections)
        {
            wrong.Add(new ApiViolation(path + ".sections", "size must be between 1 and 10"));
            return;
        }
        var rows = sections.SelectMany(section => section?.Rows ?? []).ToList();
        if (rows.Count is 0 or > 10) wrong.Add(new ApiViolation(path + ".sections", "number of rows must be between 1 and 10"));
        if (rows.DistinctBy(row => row?.Id).Count() < rows.Count) wrong.Add(new ApiViolation(path + ".sections", "row's ids must be unique across sections"));
        if (sections.Count > 1 && sections.Any(section => string.IsNullOrWhiteSpace(section?.Title)))
            wrong.Add(new ApiViolation(path + ".sections", "titles must not be blank when more than one section provided"));
        for (var i = 0; i < sections.Count; i++)
        {
            SendRules.Size(sections[i]?.Title, 24, $"{path}.sections[{i}].title", wrong);
            for (var j = 0; j < (sections[i]?.Rows?.Count ?? 0); j++)
            {
                var (at, row) = ($"{path}.sections[{i}].rows[{j}]", sections[i].Rows![j]);
                WhatsAppRules.Text(row?.Id, 200, at + ".id", wrong);
                WhatsAppRules.Text(row?.Title, 24, at + ".title", wrong);
                SendRules.Size(row?.Description, 72, at + ".description", wrong);
            }
        }
    }
}
