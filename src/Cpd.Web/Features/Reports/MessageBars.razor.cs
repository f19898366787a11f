using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Web.Features.Shared;
using Cpd.Web.Features.Shared.Charts;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Reports;

public sealed partial class MessageBars
{
    private static readonly (MessageFate Fate, string Look)[] Nested = [(MessageFate.Sent, "look-rest"), (MessageFate.Delivered, "look-good"), (MessageFate.Seen, "look-main")];
    private static readonly MessageFate[] Shares = [MessageFate.Delivered, MessageFate.Seen, MessageFate.Clicked];

    private IReadOnlyList<ChartSeries> _series = [];
    private long _most;

    [Parameter, EditorRequired]
    public IReadOnlyList<StepMessages> Rows { get; set; } = [];

    protected override void OnParametersSet()
    {
        _most = Math.Max(1, Rows.Max(row => row[MessageFate.Sent]));
        _series = [.. Nested.Select(part => new ChartSeries(FailureWords.Of(part.Fate), part.Look, [.. Rows.Select(row => row[part.Fate])]))];
    }

    private string Width(long count) => (100.0 * count / _most).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>By which channel, where the step has several, and what did not arrive.</summary>
    private string About(StepMessages row)
    {
        string[] words =
        [
            .. Rows.Count(other => other.Step == row.Step) > 1 ? [ChannelNames.Of(row.Channel)] : Array.Empty<string>(),
            .. new[] { (Count: row[MessageFate.NotSent], What: "not sent"), (Count: row[MessageFate.Undelivered], What: "not delivered") }
                .Where(trouble => trouble.Count > 0).Select(trouble => $"{Numbers.Text(trouble.Count)} {trouble.What}"),
        ];
        return string.Join(", ", words);
    }
}
