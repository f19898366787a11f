using Cpd.Engine.Journeys.Testing;
using Cpd.Web.Features.Journeys.Designer.Canvas;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>The draft tried with one person, and the way they took lit on the canvas.</summary>
public sealed partial class DesignerPage
{
    private Trial? _test;

    private void ToggleTest()
    {
        _test = _test is null ? Trial.Of(TestPath.None) : null;
        _isList = false;
    }

    private void Walked(TestPath path)
    {
        if (_test is not null) _test = Trial.Of(path);
    }

    /// <summary>A path as the canvas knows its cards and ways.</summary>
    private sealed record Trial(IReadOnlySet<string> Steps, IReadOnlySet<string> Ways, string? Current)
    {
        public static Trial Of(TestPath path) => new(
            new HashSet<string>(path.Began ? [CardShape.Entry, .. path.Steps] : path.Steps, StringComparer.Ordinal),
            new HashSet<string>(path.Exits.Select(exit => $"{exit.Step}:{exit.Port}").Concat(path.Began ? [$"{CardShape.Entry}:next"] : []), StringComparer.Ordinal),
            path.Current);
    }
}
