namespace Cpd.Web.Features.Journeys.Designer.Steps;

/// <summary>
/// Names of members while they are typed. Two of one name are no JSON and could not be kept, so the second one stays in its
/// field, with a sentence, until it is another.
/// </summary>
internal sealed class NamesInEdit
{
    private readonly Dictionary<int, string> _doubled = [];

    public string Shown(int index, string name) => _doubled.GetValueOrDefault(index, name);

    public string? Problem(int index, string name, string what) => _doubled.TryGetValue(index, out var doubled)
        ? doubled.Length == 0 ? $"Enter a {what} name." : $"\"{doubled}\" already exists."
        : string.IsNullOrWhiteSpace(name) ? $"Enter a {what} name." : null;

    /// <summary>False where another one is called so.</summary>
    public bool Take(int index, string text, IEnumerable<string> all)
    {
        _doubled.Remove(index);
        if (!all.Where((_, place) => place != index).Contains(text, StringComparer.Ordinal)) return true;
        _doubled[index] = text;
        return false;
    }

    public void Clear() => _doubled.Clear();
}
