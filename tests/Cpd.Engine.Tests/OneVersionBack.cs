using System.Text;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.People;
using Cpd.Tests;

namespace Cpd.Engine.Tests;

/// <summary>
/// While a new version comes in, both read what both store of people. <c>StoredBefore.txt</c> holds what the version before stores,
/// with every member it knows; with a release what came in since goes into it.
/// </summary>
public sealed class OneVersionBack
{
    private static readonly PersonId Ana = new(Guid.Parse("01b73a5c-0000-0000-0000-000000000001"));

    public static TheoryData<string, string> Before()
    {
        var before = new TheoryData<string, string>();
        foreach (var line in File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Cpd.Engine.Tests", "StoredBefore.txt"), Encoding.UTF8))
            if (line.Split(' ', 2) is [var kind, var json]) before.Add(kind, json);
        return before;
    }

    [Theory]
    [MemberData(nameof(Before))]
    public void What_the_version_before_stored_is_read_with_nothing_lost_and_written_as_it_was(string kind, string json) =>
        Assert.Equal(json, ReadAndWritten(kind, json));

    [Theory]
    [MemberData(nameof(Before))]
    public void What_a_later_version_adds_is_passed_over_whatever_it_is_called(string kind, string json)
    {
        foreach (var member in JsonElement.Parse(json).EnumerateObject())
        {
            var later = $$"""{"{{member.Name}}ater":[{"a":null}],"{{member.Name}}1":7,"":{"{{member.Name}}":[]},{{json[1..^1]}},"{{member.Name}}{{member.Name}}":"x"}""";

            Assert.Equal(json, ReadAndWritten(kind, later));
        }
    }

    private static string ReadAndWritten(string kind, string json)
    {
        var stored = Encoding.UTF8.GetBytes(json);
        return Encoding.UTF8.GetString(kind switch
        {
            "run" => RunJson.Read(stored).ToBytes(),
            "profile" => Profile.Read(Ana, "demo", stored).ToBytes(),
            "memory" => Memory.Read(stored).ToBytes(),
            "awaited" => AwaitedTakeOver.Read(stored).ToBytes(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });
    }
}
