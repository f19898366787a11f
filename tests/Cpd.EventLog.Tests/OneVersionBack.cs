using System.Text;
using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.Tests;

namespace Cpd.EventLog.Tests;

/// <summary>
/// While a new version comes in, both read what both write. <c>WireBefore.txt</c> holds the records of the version before;
/// with a release today's <c>Wire.txt</c> takes its place.
/// </summary>
public sealed class OneVersionBack
{
    private static readonly string[] Before = Lines("WireBefore.txt");
    private static readonly string[] Now = Lines("Wire.txt");

    [Fact]
    public void What_the_version_before_wrote_is_read_with_nothing_lost()
    {
        foreach (var line in Before)
        {
            var type = JsonNode.Parse(line)!["type"]!.GetValue<string>();

            var read = RecordJson.Read(Encoding.UTF8.GetBytes(line), TopicOf(type));

            Assert.IsNotType<UnknownBody>(read.Body);
            AssertHolds(JsonNode.Parse(line), JsonNode.Parse(RecordJson.ToBytes(read)), type);
        }
    }

    /// <summary>It passes over members and types that it does not know, and finds all that it does.</summary>
    [Fact]
    public void What_this_version_writes_has_all_that_the_version_before_looks_for()
    {
        var today = Now.Select(line => JsonNode.Parse(line)!).ToDictionary(record => record["type"]!.GetValue<string>());

        foreach (var known in Before.Select(line => JsonNode.Parse(line)!))
        {
            var type = known["type"]!.GetValue<string>();
            Assert.True(today.TryGetValue(type, out var record), $"The version before waits for {type}, and nobody writes it any more.");
            AssertHasMembersOf(known, record, type);
        }
    }

    private static void AssertHolds(JsonNode? expected, JsonNode? actual, string path)
    {
        if (expected is JsonObject members && actual is JsonObject found)
        {
            foreach (var (name, value) in members)
            {
                Assert.True(found.ContainsKey(name), $"{path}.{name} is lost.");
                AssertHolds(value, found[name], $"{path}.{name}");
            }
            return;
        }
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{path} is {actual} and was {expected}.");
    }

    private static void AssertHasMembersOf(JsonNode? known, JsonNode? today, string path)
    {
        Assert.True(known?.GetValueKind() == today?.GetValueKind(), $"{path} is {today?.GetValueKind()} and was {known?.GetValueKind()}.");
        if (known is not JsonObject members) return;
        foreach (var (name, value) in members)
        {
            Assert.True(today!.AsObject().ContainsKey(name), $"{path}.{name} is not written any more.");
            AssertHasMembersOf(value, today[name], $"{path}.{name}");
        }
    }

    private static Topic TopicOf(string type) => Samples.All.FirstOrDefault(sample => sample.Type == type)?.Topic ?? Topic.Events;

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Cpd.EventLog.Tests", file), Encoding.UTF8);
}
