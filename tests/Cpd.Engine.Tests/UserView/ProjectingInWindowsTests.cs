using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Tests.UserView;

public class ProjectingInWindowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(2000)]
    public void The_size_of_the_windows_changes_nothing(int size)
    {
        var records = ManyLives.Of(seed: 7, count: 600);
        using var atOnce = new ViewDatabase();
        using var inWindows = new ViewDatabase();

        atOnce.Project(records);
        foreach (var window in records.Chunk(size)) inWindows.Project(window);

        Assert.Equal(atOnce.Dump(), inWindows.Dump());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_order_in_which_partitions_are_read_changes_no_number(int seed)
    {
        var records = ManyLives.Of(seed, count: 400).Where(record => record.Body is not (PersonMerged or PersonForgotten)).ToList();
        using var asItCame = new ViewDatabase();
        using var partitionByPartition = new ViewDatabase();

        asItCame.Project(records);
        foreach (var partition in records.GroupBy(record => record.Key).OrderBy(partition => partition.Key, StringComparer.Ordinal))
            partitionByPartition.Project([.. partition]);

        Assert.Equal(asItCame.Dump(), partitionByPartition.Dump());
    }

    [Fact]
    public void SQLite_counts_the_rows_of_the_timeline_by_itself()
    {
        using var view = new ViewDatabase(DatabaseKind.Sqlite);

        Assert.Equal(1, view.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'timeline'"));
        Assert.Equal(0, view.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'timeline' AND sql LIKE '%AUTOINCREMENT%'"));
    }
}
