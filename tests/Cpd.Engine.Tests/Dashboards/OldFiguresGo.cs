using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.Tests.UserView;
using Cpd.Engine.UserView;

namespace Cpd.Engine.Tests.Dashboards;

public sealed class OldFiguresGo : IDisposable
{
    private readonly ViewDatabase _view = new();

    [Fact]
    public async Task Minutes_go_after_days_and_hours_after_more_than_a_year_and_days_stay()
    {
        var records = Records(hours: 2);
        _view.Project(records);

        Prune(records, Given.Start.AddDays(4));
        Assert.Equal(0, _view.Rows("activity WHERE minute > 0"));
        Assert.Equal(0, _view.Rows("journey_spans WHERE per = 1"));
        Assert.True(_view.Rows("activity_spans WHERE per = 2") > 0);

        var later = Given.Start.AddDays(402);
        Prune(records, later);
        Assert.Equal(0, _view.Rows("activity_spans WHERE per = 2"));
        Assert.Equal(0, _view.Rows("journey_spans WHERE per = 2"));
        Assert.Equal(records.Count(record => record.Body is EventTracked), (await _view.Report(ReportRange.Of(null, "2030-01-01", "2030-01-02", later))).Events.Sum());
    }

    [Fact]
    public void A_view_that_is_made_anew_does_not_bring_them_back()
    {
        var records = Records(hours: 2);
        _view.Project(records);
        Prune(records, Given.Start.AddDays(4));
        var before = _view.Dump();

        using var anew = new ViewDatabase { Now = Given.Start.AddDays(4) };
        foreach (var window in records.Chunk(7)) anew.Project(window);

        Assert.Equal(before, anew.Dump());
    }

    [Fact]
    public void They_go_in_pieces_with_one_window_after_another()
    {
        var records = Enumerable.Range(0, FigurePruning.Chunk + 100).Select(second => Given.Record(Given.Person("ana"), Given.Tracked("E" + (second % 60)), second)).ToList();
        _view.Project(records);
        var pruning = new FigurePruning();
        _view.Now = Given.Start.AddDays(4);

        Run(pruning, records);
        Assert.True(_view.Rows("activity WHERE minute > 0") >= 100);
        Run(pruning, records);
        Assert.Equal(0, _view.Rows("activity WHERE minute > 0"));
    }

    public void Dispose() => _view.Dispose();

    private static List<LogRecord> Records(int hours) =>
    [
        .. Enumerable.Range(0, hours * 6).SelectMany(number => new[]
        {
            Given.Record(Given.Person("ana"), Given.Tracked("Viewed"), number * 600),
            Given.Record(Given.Person("ana"), Given.Moved(true, null, RunEnd.Finished, new StepTaken("sms", "sms", "next", true)), number * 600),
        }),
    ];

    private void Prune(List<LogRecord> records, DateTimeOffset now)
    {
        _view.Now = now;
        Run(new FigurePruning(), records);
    }

    private void Run(FigurePruning pruning, List<LogRecord> records) => _view.Do(transaction =>
    {
        pruning.Run(records, transaction);
        return 0;
    });
}
