using Cpd.EndToEnd.Tests.Crashes;
using Cpd.EndToEnd.Tests.Doors;
using Cpd.EndToEnd.Tests.Pages;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Cpd.EndToEnd.Tests.LongestFirst", "Cpd.EndToEnd.Tests")]

namespace Cpd.EndToEnd.Tests;

/// <summary>Begins with the classes that last long, so that none of them is still at it when all others are done.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Long = [typeof(KilledWhileTheProviderFails), typeof(KilledWhileAllIsWell), typeof(EveryPage), typeof(PagesAsPeopleSeeThem), typeof(ThreeProcesses), typeof(OnPostgreSql), typeof(StoppedInMidLoad), typeof(TheShopsOwnTopic), typeof(OverASlowLine), typeof(SigningIn)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection)
    {
        var at = Array.FindIndex(Long, type => collection.DisplayName.EndsWith(type.FullName!, StringComparison.Ordinal));
        return at < 0 ? Long.Length : at;
    }
}
