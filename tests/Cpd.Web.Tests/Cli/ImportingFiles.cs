using System.Globalization;
using System.Text.Json;
using Cpd.Tests;
using Cpd.Web.Cli;
using Cpd.Web.Cli.Imports;

namespace Cpd.Web.Tests.Cli;

/// <summary>Files come in whole and once, whatever happens on the way.</summary>
public sealed class ImportingFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("events.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_import_that_is_interrupted_goes_on_behind_the_last_row_it_noted()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(2_500);
        intake.Answer = (batch, _) => batch == 2 ? (403, """{"code":"stop","message":"Not now."}""", null) : null;

        Assert.Equal(1, (await Import(intake)).Code);
        Assert.Equal(1_000, intake.Taken.Count);
        var rest = await Import(intake);

        Assert.Equal((0, "Resuming after row 1,000.\n2,500 rows processed.\n"), (rest.Code, rest.Output));
        Assert.Equal(Enumerable.Range(1, 2_500).Select(User), intake.Taken.Select(one => one.User));
        Assert.Equal("Resuming after row 2,500.\n2,500 rows processed.\n", (await Import(intake)).Output);
        Assert.Equal(4, intake.Asked);
    }

    [Theory]
    [InlineData(".refused")]
    [InlineData(".import.new")]
    public async Task Nothing_is_sent_where_it_cannot_be_noted(string file)
    {
        await using var intake = await FakeIntake.Start();
        await Lines(3);
        Directory.CreateDirectory(File + file);   // in the way of the file: nobody can write that, whatever his rights

        var said = await Import(intake);

        Assert.Equal((1, 0), (said.Code, intake.Asked));
        Assert.Contains("nothing was sent. Copy the file into a folder where this user has write access.", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_interrupts_it_learns_how_it_goes_on()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(2_500);
        using var interrupt = new CancellationTokenSource();
        intake.Answer = (batch, _) =>
        {
            if (batch == 2) interrupt.Cancel();
            return null;
        };

        var said = await Import(intake, interrupt.Token);

        Assert.Equal((CommandLine.Interrupted, "Interrupted after row 1,000. Run the same command again to resume.\n"), (said.Code, said.Errors));
    }

    [Fact]
    public void On_a_terminal_a_bar_is_drawn_over_itself_and_says_how_long_it_will_take()
    {
        var clock = new StandingClock();
        var terminal = new StringWriter();
        using var progress = new ProgressLine(terminal, clock, columns: () => 60);

        progress.Show(0.0, "0 rows");
        clock.Move(TimeSpan.FromSeconds(30));
        progress.Show(0.25, "500 rows, 17/s");
        progress.Show(0.3, "too soon after that");
        clock.Move(TimeSpan.FromSeconds(30));
        progress.Show(0.5, "1,000 rows, 17/s");

        Assert.Equal(
            "\r[#####------------------]   25 %  500 rows, 17/s  1:30 left"
            + "\r[##########-----------]   50 %  1,000 rows, 17/s  1:00 left",
            terminal.ToString());
    }

    [Fact]
    public void Elsewhere_progress_is_a_line_now_and_then()
    {
        var clock = new StandingClock();
        var file = new StringWriter();
        using var progress = new ProgressLine(file, clock, columns: null);

        progress.Show(0.0, "0 rows");
        clock.Move(TimeSpan.FromSeconds(9));
        progress.Show(0.2, "400 rows");
        clock.Move(TimeSpan.FromSeconds(1));
        progress.Show(0.25, "500 rows");

        Assert.Equal(" 25 %  500 rows  0:30 left" + Environment.NewLine, file.ToString());
    }

    [Fact]
    public async Task What_was_sent_and_not_noted_is_sent_again_under_the_same_ids()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(10);
        await Import(intake);

        await Import(intake, "--restart");

        Assert.Equal(10, intake.Taken.Distinct().Count());
        Assert.Equal(20, intake.Taken.Count);
    }

    [Fact]
    public async Task Equal_rows_are_different_events()
    {
        await using var intake = await FakeIntake.Start();
        await System.IO.File.WriteAllTextAsync(File, """
            {"type":"track","userId":"u","event":"E"}
            {"type":"track","userId":"u","event":"E"}
            {"type":"track","userId":"u","event":"E","messageId":"mine"}
            """);

        await Import(intake);

        Assert.Equal(3, intake.Taken.Distinct().Count());
        Assert.Equal("mine", intake.Taken[2].Message);
    }

    [Fact]
    public async Task A_server_that_is_busy_or_away_is_waited_for()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(3);
        intake.Answer = (batch, _) => batch switch { 1 => (429, "{}", "1"), 2 => (503, "", null), 3 => (500, "", null), _ => null };

        Assert.Equal(0, (await Import(intake)).Code);

        Assert.Equal((4, 3), (intake.Asked, intake.Taken.Count));
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_import_where_it_is()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(3);
        intake.Answer = (_, _) => (503, "", null);

        var said = await Import(intake, "--patience", "0");

        Assert.Equal(1, said.Code);
        Assert.Contains("accepts nothing: it answered 503. Run the same command again later to resume", said.Errors, StringComparison.Ordinal);
        intake.Answer = (_, _) => null;
        Assert.Equal(0, (await Import(intake)).Code);
        Assert.Equal(3, intake.Taken.Count);
    }

    [Fact]
    public async Task One_row_that_spoils_a_batch_is_found_and_the_others_come_in()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(100);
        intake.Answer = (_, batch) => batch.Any(one => one.GetProperty("userId").GetString() == User(42)) ? (400, """{"code":"batch.bad","message":"Spoilt."}""", null) : null;

        var said = await Import(intake);

        Assert.Equal(1, said.Code);
        Assert.Equal(Enumerable.Range(1, 100).Where(i => i != 42).Select(User), intake.Taken.Select(one => one.User));
        var refused = JsonElement.Parse(Assert.Single(await System.IO.File.ReadAllLinesAsync(File + ".refused")));
        Assert.Equal((42, "batch.bad"), (refused.GetProperty("line").GetInt32(), refused.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Refused_rows_stand_once_in_their_file_also_when_a_batch_is_sent_again()
    {
        await using var intake = await FakeIntake.Start();
        await System.IO.File.WriteAllTextAsync(File, "broken\n" + Line(1) + "\n");
        await Import(intake);
        // Written after the last note, as by an import that was cut off in between.
        await System.IO.File.AppendAllTextAsync(File + ".refused", "cut off here");
        await System.IO.File.AppendAllTextAsync(File, "broken too\n");

        await Import(intake);

        Assert.Equal([1, 3], (await System.IO.File.ReadAllLinesAsync(File + ".refused")).Select(line => JsonElement.Parse(line).GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Another_file_under_the_same_name_does_not_go_on_in_the_middle()
    {
        await using var intake = await FakeIntake.Start();
        await Lines(5);
        await Import(intake);
        await System.IO.File.WriteAllTextAsync(File, Line(99) + "\n");

        var said = await Import(intake);

        Assert.Equal(1, said.Code);
        Assert.Contains("has changed since its import started", said.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await Import(intake, "--restart")).Code);
        Assert.Equal(User(99), intake.Taken[^1].User);
    }

    [Theory]
    [InlineData("", "is empty: the first line must contain the column names.")]
    [InlineData("name,age\nx,1", "There is no user id column")]
    [InlineData("userId,age:int,age:int\nx,1,2", "There are two columns named \"age:int\". \"age:int\" ends with an unknown type")]
    [InlineData("userId,address..city\nx,1", "\"address..city\" has an empty part.")]
    public void A_header_that_cannot_be_used_is_refused_before_anything_is_sent(string text, string sentence)
    {
        System.IO.File.WriteAllText(_folder.File("p.csv"), text);

        var failed = Assert.Throws<CommandFailedException>(() => new PeopleCsv(_folder.File("p.csv"), idColumn: null));

        Assert.Contains(sentence, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_read_with_quotes_line_breaks_and_objects()
    {
        await System.IO.File.WriteAllTextAsync(_folder.File("p.csv"), "id\tanonymousId\taddress.city\taddress.zip\tnote\nu1\ta1\tRijeka\t051\t\"two\nlines, \"\"quoted\"\"\"\nu2\t\t\t\nu3\t\t\t\tx\"y\"\n");

        var rows = new List<ImportRow>();
        await foreach (var row in new PeopleCsv(_folder.File("p.csv"), idColumn: null).Rows(default)) rows.Add(row);

        var first = JsonElement.Parse(rows[0].Message!);
        Assert.Equal(("u1", "a1", "identify"), (first.GetProperty("userId").GetString(), first.GetProperty("anonymousId").GetString(), first.GetProperty("type").GetString()));
        Assert.Equal("""{"address":{"city":"Rijeka","zip":"051"},"note":"two\nlines, \u0022quoted\u0022"}""", first.GetProperty("traits").GetRawText());
        Assert.Equal(["csv.cells", "csv.quotes"], rows.Skip(1).Select(row => row.Problem?.Code));
    }

    private Task Lines(int count) => System.IO.File.WriteAllLinesAsync(File, Enumerable.Range(1, count).Select(Line));

    private static string Line(int number) => $$"""{"type":"track","userId":"{{User(number)}}","event":"Imported"}""";

    private static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{number}");

    private Task<(int Code, string Output, string Errors)> Import(FakeIntake intake, params string[] more) => Import(intake, default, more);

    private async Task<(int Code, string Output, string Errors)> Import(FakeIntake intake, CancellationToken ct, params string[] more)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var code = await CommandLine.Run(["import", "events", File, "--server", intake.Url, "--key", "k", .. more], output, errors, ct);
        return (code, output.ToString(), errors.ToString());
    }
}
