using Xunit.Sdk;
using Xunit.v3;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>Begins with the two collections that take minutes: what is short fills up the second place after the calm one.</summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionClassName))];

    private static int Place(string? definition) => definition is null ? 0 : definition == typeof(CalmTests).FullName ? 1 : 2;
}
