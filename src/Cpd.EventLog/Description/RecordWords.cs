using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Cpd.EventLog.Description;

/// <summary>What the comments of the contracts say of records and their members; nothing where the file of them is not beside the program.</summary>
internal sealed partial class RecordWords
{
    private readonly Dictionary<string, XElement> _members;

    private RecordWords(IEnumerable<XElement> members) => _members = members
        .Where(member => member.Attribute("name") is not null)
        .GroupBy(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <param name="file">As the compiler writes it.</param>
    public static RecordWords Read(string file) => new(File.Exists(file) ? XDocument.Load(file).Descendants("member") : []);

    public string? Of(Type type) => Text(Find(type)?.Element("summary"));

    /// <param name="member">As it stands on the wire: the first letter is small.</param>
    public string? OfMember(Type type, string member) => Text(Find(type)?.Elements("param").FirstOrDefault(
        param => string.Equals(param.Attribute("name")?.Value, member, StringComparison.OrdinalIgnoreCase)));

    private XElement? Find(Type type) => _members.GetValueOrDefault("T:" + type.FullName);

    private static string? Text(XElement? words)
    {
        if (words is null) return null;

        var text = string.Concat(words.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            // <see cref="T:Cpd.Contracts.PersonMerged"/>, <paramref name="Into"/>, <c>code</c>
            XElement { IsEmpty: true } named => ((named.Attribute("cref") ?? named.Attribute("name"))?.Value ?? "").Split('.', ':')[^1],
            XElement inner => inner.Value,
            _ => "",
        }));
        return Spaces().Replace(text, " ").Trim() is { Length: > 0 } said ? said : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
