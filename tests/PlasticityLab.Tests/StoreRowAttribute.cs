using Xunit.v3;

namespace PlasticityLab.Tests;

/// <summary>Marks the tests of one way in which a study's folder was once seen to fail, by its number in <see cref="What"/>:
/// <c>--filter-trait "store row=3"</c> runs those of the third.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class StoreRowAttribute(int row) : Attribute, ITraitAttribute
{
    /// <summary>What was seen. Each is tested on both ways to compute a study: as one process (<c>study run</c>), and as tasks that share it
    /// as on a cluster (<c>study work</c>, then <c>study finish</c>).</summary>
    public static readonly IReadOnlyList<string> What =
    [
        "",
        "a stored part emptied",
        "a stored part changed",
        "its state asked while it is computed",
        "several processes on one folder",
        "two signals",
        "the manifest damaged",
        "the manifest never written",
        "the first tables alone",
        "the disk full",
        "more seeds",
        "nothing left to compute",
        "stopped while tables are written",
        "the resolved study damaged",
        "a table gone that pages can do without",
        "a table damaged that pages need",
        "exported several times at once",
        "too few files may be open",
        "the output closed",
        "progress beside the results",
        "stored parts removed while it is computed",
    ];

    /// <summary>Its number.</summary>
    public int Row { get; } = row;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("store row", $"{Row}"), new("store row was", What[Row])];

    /// <summary>Rows that the tests of an assembly are marked with.</summary>
    public static IEnumerable<int> In(System.Reflection.Assembly tests) =>
        tests
            .GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(StoreRowAttribute), false))
            .Select(mark => ((StoreRowAttribute)mark).Row)
            .Distinct()
            .Order();
}
