using System.Diagnostics;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;
using Cpd.EndToEnd.Tests.Crashes;
using Cpd.Engine.Journeys;
using Cpd.Tests;
using Cpd.Web.Cli;

namespace Cpd.EndToEnd.Tests.Cli;

/// <summary>What the tool does by itself.</summary>
public sealed class WithoutAServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => $"--Cpd:DataDirectory={_folder.Path}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("check")]
    [InlineData("database", "update")]
    [InlineData("database", "script")]
    [InlineData("accounts", "reset-link")]
    [InlineData("journeys", "validate")]
    [InlineData("journeys", "pull")]
    [InlineData("journeys", "push")]
    [InlineData("import", "events")]
    [InlineData("import", "people")]
    [InlineData("dead-letters", "list")]
    [InlineData("dead-letters", "replay")]
    [InlineData("rebuild", "user-view")]
    [InlineData("sandbox")]
    [InlineData("health")]
    public async Task Help_tells_how_each_command_is_used(params string[] command)
    {
        var said = await Tool.Run(["help", .. command]);

        Assert.Equal((0, ""), (said.Code, said.Errors));
        Assert.Contains($"Usage:\n  cpd {string.Join(' ', command)} ", said.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "check")]
    [InlineData(true, "nonsense")]
    [InlineData(true, "--help")]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:1")]
    [InlineData(false, "--demo")]
    [InlineData(false, "Cpd:DataDirectory=/x")]
    public void The_server_starts_unless_a_command_is_named(bool isCommand, params string[] args) => Assert.Equal(isCommand, CommandLine.IsMeant(args));

    [Fact]
    public async Task What_is_no_command_is_said_and_ends_with_2()
    {
        var said = await Tool.Run("nonsense");

        Assert.Equal(2, said.Code);
        Assert.Contains("nonsense", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_is_made_once_and_its_script_is_for_what_is_missing()
    {
        var script = await Tool.Run("database", "script", Data);
        Assert.StartsWith("-- For an empty database.", script.Output, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE \"log_records\"", script.Output, StringComparison.Ordinal);

        var made = await Tool.Run("database", "update", Data);
        Assert.Equal((0, ""), (made.Code, made.Errors));
        Assert.StartsWith("applied ", made.Lines[0], StringComparison.Ordinal);

        Assert.Single((await Tool.Run("database", "update", Data)).Lines);
        var nothingLeft = await Tool.Run("database", "script", Data);
        Assert.StartsWith("-- For a database at ", nothingLeft.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE TABLE", nothingLeft.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_changes_tables_under_a_running_server()
    {
        await using var app = await RunningApp.Start();

        var said = await Tool.Run("database", "update", $"--Cpd:DataDirectory={app.DataDirectory}");

        Assert.Equal(1, said.Code);
        Assert.Contains("is in use by another process", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_ok_for_each_part_where_all_is_well()
    {
        await using var provider = await StandIn.Start(new SandboxBehaviour());
        await Tool.Run("database", "update", Data);

        var said = await Tool.Run(["check", Data, .. Account(provider), "--Cpd:PublicUrl=https://cpd.example.com"]);

        Assert.Equal((0, ""), (said.Code, said.Errors));
        Assert.Equal(["ok configuration", "ok data", "ok database", "ok infobip", "No problems"], said.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2])));
        Assert.Contains("Cpd:PublicUrl is not set", (await Tool.Run(["check", Data, .. Account(provider)])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_what_is_wrong_with_a_key_and_what_to_do()
    {
        await using var provider = await StandIn.Start(new SandboxBehaviour());

        var said = await Tool.Run(["check", Data, .. Account(provider), "--Cpd:Infobip:ApiKey=wrong"]);

        Assert.Equal(1, said.Code);
        var line = Assert.Single(said.Lines, line => line.StartsWith("wrong", StringComparison.Ordinal));
        Assert.Contains("Infobip rejected this key (401)", line, StringComparison.Ordinal);
        Assert.Contains("Cpd:Infobip:BaseUrl and ApiKey", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Cpd:Roles=web", "leave Cpd:Roles out, or set Cpd:Log=Kafka")]
    [InlineData("--Cpd:Roles=web,kitchen", "Cpd:Roles is web, engine and adapter, with commas between them, not \"kitchen\".")]
    [InlineData("--Cpd:Roles=,", "has a place without a word")]
    [InlineData("--Cpd:MigrateAtStart=maybe", "Cpd:MigrateAtStart is true or false, not \"maybe\".")]
    [InlineData("--Cpd:Log=Kafka", "needs Cpd:Kafka:BootstrapServers")]
    [InlineData("--Cpd:Database=PostgreSql", "needs the connection string in ConnectionStrings:Cpd")]
    [InlineData("--Cpd:Database=3", "Cpd:Database is Sqlite, PostgreSql or SqlServer, not \"3\".")]
    [InlineData("--Cpd:Dispatch:Connections=0", "Connections must be between 1 and 1000")]
    [InlineData("--Cpd:SignIn:Oidc:Authority=http://login.example.com", "Authority must start with https")]
    [InlineData("--Cpd:Infobip:BaseUrl=https://x.example.com", "Cpd:Infobip:ApiKey is missing")]
    public async Task Check_says_what_is_wrong_with_a_setting(string setting, string sentence)
    {
        var said = await Tool.Run("check", Data, setting);

        Assert.Equal(1, said.Code);
        Assert.Contains(said.Lines, line => line.StartsWith("wrong  configuration", StringComparison.Ordinal) && line.Contains(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("The embedded log belongs to one process, which has all roles", "--Cpd:Roles=engine")]
    [InlineData("Cpd:MigrateAtStart is true or false, not \"maybe\".", "--Cpd:MigrateAtStart=maybe")]
    [InlineData("ConnectionStrings:Cpd cannot be read", "--Cpd:Database=PostgreSql", "--ConnectionStrings:Cpd=garbage")]
    [InlineData("'soon' at 'Cpd:Dispatch:RequestTimeout'", "--Cpd:Dispatch:RequestTimeout=soon")]
    [InlineData("\"nonsense\" is not a valid address to listen on", "--urls", "nonsense")]
    public async Task The_server_refuses_the_same_settings_with_the_same_sentence(string sentence, params string[] settings)
    {
        using var port = new FreePort();
        string[] listens = settings.Contains("--urls") ? [] : ["--urls", $"http://127.0.0.1:{port.Number}"];
        var start = new ProcessStartInfo("dotnet", [RunningApp.Program, .. settings, .. listens, Data]) { RedirectStandardError = true, RedirectStandardOutput = true };

        using var refused = Process.Start(start)!;
        var output = refused.StandardOutput.ReadToEndAsync();
        var errors = await refused.StandardError.ReadToEndAsync();
        await refused.WaitForExitAsync();

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors + await output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("database", "update")]
    [InlineData("database", "script")]
    [InlineData("accounts", "reset-link", "ana@example.com")]
    public async Task No_command_ends_in_a_stack_of_calls_where_the_connection_string_is_garbage(params string[] command)
    {
        var said = await Tool.Run([.. command, Data, "--Cpd:Database=SqlServer", "--ConnectionStrings:Cpd=garbage"]);

        Assert.Equal(1, said.Code);
        Assert.Contains("ConnectionStrings:Cpd cannot be read", said.Output + said.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_said_in_a_sentence()
    {
        var script = await Tool.Run("database", "script", Data, "-o", _folder.Path);
        await File.WriteAllTextAsync(_folder.File("no.db"), "This is no database, and it is long enough for nobody to take it for an empty one.");
        var sandbox = await Tool.Run("sandbox", "--port", "0", "--file", _folder.File("no.db"));

        Assert.Equal((1, 1), (script.Code, sandbox.Code));
        Assert.EndsWith("Check that this user has read and write access.\n", script.Errors, StringComparison.Ordinal);
        Assert.StartsWith($"{_folder.File("no.db")} cannot be used (", sandbox.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "99999")]
    [InlineData("--host", "everywhere")]
    public async Task The_sandbox_listens_where_it_can_only(string option, string value)
    {
        var said = await Tool.Run("sandbox", "--file", _folder.File("s.db"), option, value);

        Assert.Equal(2, said.Code);
        Assert.False(File.Exists(_folder.File("s.db")));
    }

    [Fact]
    public async Task Check_says_what_several_processes_need_in_common()
    {
        string[] shared =
        [
            Data, "--Cpd:Roles=adapter", "--Cpd:Log=Kafka", "--Cpd:Kafka:BootstrapServers=127.0.0.1:1", "--Cpd:Kafka:RequestTimeout=00:00:01",
            "--Cpd:Database=PostgreSql", "--ConnectionStrings:Cpd=Host=127.0.0.1;Port=1;Timeout=1",
        ];

        var without = await Tool.Run(["check", .. shared]);
        var with = await Tool.Run(["check", .. shared, "--Cpd:Infobip:Webhooks:Secret=the-same-for-all-of-them"]);

        Assert.Equal(1, without.Code);
        Assert.Contains(without.Lines, line => line.StartsWith("wrong  configuration  Cpd:Infobip:Webhooks:Secret is missing", StringComparison.Ordinal));
        Assert.Contains(with.Lines, line => line.StartsWith("to do  keys           Cpd:Keys:Secret is not set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_with_settings_out_of_range_says_so_in_sentences_and_ends_with_1()
    {
        var start = new ProcessStartInfo("dotnet", [RunningApp.Program, "--urls", "http://127.0.0.1:0", "--Cpd:Dispatch:Connections=0", Data]) { RedirectStandardError = true };

        using var refused = Process.Start(start)!;
        var errors = await refused.StandardError.ReadToEndAsync();
        await refused.WaitForExitAsync();

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Connections must be between 1 and 1000", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_nobody_reads_is_named()
    {
        var said = await Tool.Run("check", Data, "--Cpd:Infobip:Apikeyy=x");

        Assert.Equal(0, said.Code);
        Assert.Contains(said.Lines, line => line.StartsWith("note", StringComparison.Ordinal) && line.Contains("Cpd:Infobip:Apikeyy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_no_server_keeps_its_data_nobody_gets_a_link_and_nothing_is_left_behind()
    {
        var said = await Tool.Run("accounts", "reset-link", "ana@example.com", Data);

        Assert.Equal((1, $"There is no database in {_folder.Path}: set the server's data directory with --Cpd:DataDirectory=PATH.\n"), (said.Code, said.Errors));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_word_that_is_no_setting_is_not_passed_over()
    {
        var said = await Tool.Run("check", "--Datadirectory=/x");

        Assert.Equal(2, said.Code);
        Assert.Contains("\"--Datadirectory=/x\" is neither an option nor a setting", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journeys_are_validated_with_all_their_problems()
    {
        var good = _folder.File("good.json");
        var bad = _folder.File("bad.json");
        await File.WriteAllTextAsync(good, JourneyGallery.All[0].Json);
        await File.WriteAllTextAsync(bad, """{ "id": "Bad Id", "name": "", "entries": [], "first": "nowhere", "steps": [] }""");

        Assert.Equal((0, $"{good}: can be published\n"), ((await Tool.Run("journeys", "validate", good)).Code, (await Tool.Run("journeys", "validate", good)).Output));
        var said = await Tool.Run("journeys", "validate", bad);
        Assert.Equal(1, said.Code);
        Assert.Contains(said.Lines, line => line.StartsWith($"{bad}: error: id: ", StringComparison.Ordinal) && line.EndsWith("[journey.id]", StringComparison.Ordinal));
        Assert.Contains(said.Lines, line => line.EndsWith("[journey.no-name]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sandbox_stands_alone_as_a_process_and_ends_when_asked()
    {
        var start = new ProcessStartInfo("dotnet", [RunningApp.Program, "sandbox", "--port", "0", "--file", _folder.File("s.db")]) { RedirectStandardOutput = true };
        using var sandbox = Process.Start(start)!;
        try
        {
            var line = await sandbox.StandardOutput.ReadLineAsync();
            var url = line!.Split("BaseUrl=")[1].Split(' ')[0];
            var check = await Tool.Run("check", Data, $"--Cpd:Infobip:BaseUrl={url}", $"--Cpd:Infobip:ApiKey={InfobipEndpoint.SandboxKey}");
            Assert.Equal(0, check.Code);

            await Process.Start("kill", ["-TERM", $"{sandbox.Id}"]).WaitForExitAsync();
            await sandbox.WaitForExitAsync().WaitAsync(Patience.Limit);
            Assert.Equal(0, sandbox.ExitCode);
        }
        finally
        {
            if (!sandbox.HasExited) sandbox.Kill();
        }
    }

    private static IEnumerable<string> Account(StandIn provider) =>
        provider.Account.Select(setting => $"--{setting.Name.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}");
}
