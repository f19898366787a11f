using System.Text.Json;
using Cpd.Web.Doors;

namespace Cpd.Web.Tests.Doors;

public class JsonPaths
{
    private const string Json = """{"a":{"b":[{"c":1},{"c":2}],"d e":3,"x.y":4,"n":null},"[0]":5}""";

    [Theory]
    [InlineData("a.b[1].c", "2")]
    [InlineData("$.a.b[0].c", "1")]
    [InlineData("$['a']['d e']", "3")]
    [InlineData("a.d e", "3")]
    [InlineData("a[\"x.y\"]", "4")]
    [InlineData("['[0]']", "5")]
    [InlineData("$", Json)]
    public void A_path_leads_to_one_value(string path, string value) => Assert.Equal(value, Find(path)?.GetRawText());

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("a.b[2]")]
    [InlineData("a[0]")]
    [InlineData("a.n")]
    [InlineData("a.n.m")]
    [InlineData("nothing")]
    public void Or_to_none(string path) => Assert.Null(Find(path));

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("$a")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[-1]")]
    [InlineData("a['b]")]
    [InlineData("a['b'c")]
    [InlineData("a[*]")]
    [InlineData("a.*")]
    [InlineData("a]b")]
    public void Or_it_is_none(string path) => Assert.Null(JsonPath.TryParse(path));

    private static JsonElement? Find(string path)
    {
        using var document = JsonDocument.Parse(Json);
        return JsonPath.TryParse(path)!.Find(document.RootElement)?.Clone();
    }
}
