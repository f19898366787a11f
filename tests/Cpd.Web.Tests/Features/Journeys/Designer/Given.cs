using System.Globalization;
using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Designer;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

/// <summary>Journeys to draw on.</summary>
internal static class Given
{
    public static readonly StepKind Wait = StepKinds.Find("wait")!;
    public static readonly StepKind Sms = StepKinds.Find("sms")!;
    public static readonly StepKind Exit = StepKinds.Find("exit")!;

    public static Journey Empty { get; } = new Journey("test", "Test", [new JourneyEntry("Go")], new Reentry.AfterLeaving(), "", []).Tidy();

    public static Journey AbandonedCart { get; } = JourneyJson.Read(JourneyGallery.All.Single(ready => ready.Id == "abandoned-cart").Json).Journey!.Tidy();

    /// <summary>Waits one after the other: <c>a</c>, <c>b</c>, …</summary>
    public static Journey Chain(params string[] ids) => Of([.. ids.Select((id, i) => new JourneyStep.Wait(id, TimeSpan.FromHours(1), ids.ElementAtOrDefault(i + 1)))]);

    public static Journey Of(params JourneyStep[] steps) => (Empty with { First = steps[0].Id, Steps = steps, Canvas = null }).Tidy();

    /// <summary>A branch with as many cases as ways less one; the last way is what is left.</summary>
    public static JourneyStep.Branch Branch(string id, params string?[] ways) => new(
        id, [.. ways.SkipLast(1).Select(way => new BranchCase(null, new ConditionText("person.vip = true"), way))], ways[^1]);

    /// <summary>Branches and waits that lead anywhere, loops and all, standing anywhere.</summary>
    public static Journey Anything(int seed, bool arranged)
    {
        var random = new Random(seed);
        var count = random.Next(2, 18);
        string? Somewhere() => random.Next(5) == 0 ? null : Name(random.Next(count));
        var steps = Enumerable.Range(0, count).Select(JourneyStep (i) => random.Next(3) switch
        {
            0 => Branch(Name(i), [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => Somewhere())]),
            _ => new JourneyStep.Wait(Name(i), TimeSpan.FromHours(1), Somewhere()),
        });
        var journey = Of([.. steps]);
        if (arranged) return journey;

        foreach (var card in journey.Cards())
        {
            var box = journey.BoxOf(card);
            var wish = new CanvasPlace(CardShape.Snap(random.Next(1200)), CardShape.Snap(random.Next(1200)));
            journey = journey.Put(card, new CanvasPlace(-5000, -5000)).Free(wish, (int)box.Width, (int)box.Height) is var free ? journey.Put(card, free) : journey;
        }
        return journey;
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");
}
