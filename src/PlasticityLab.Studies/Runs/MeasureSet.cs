using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>What is measured of the networks of a task. It decides which probes are asked and is no part of a run's name: of one run several
/// sets may be stored.</summary>
public sealed record MeasureSet
{
    private static readonly ConcurrentDictionary<string, MeasureSet> Sharing = new(StringComparer.Ordinal);

    private MeasureSet(string names) => Names = names;

    // The runs of a study share one.
    private static MeasureSet Of(IEnumerable<string> ids) =>
        Sharing.GetOrAdd(string.Join(',', ids.Order(StringComparer.Ordinal)), names => new(names));

    /// <summary>Ids in order, joined by commas.</summary>
    public string Names { get; }

    /// <summary>Ids in order.</summary>
    public IReadOnlyList<string> Ids => Names.Length == 0 ? [] : Names.Split(',');

    /// <summary>The measures.</summary>
    public IEnumerable<IMeasure> Measures => Ids.Select(Catalog.Of<IMeasure>().Create);

    /// <summary>Every measure of the catalogue that networks of a task have.</summary>
    public static MeasureSet All(ITask task) => SetsOf(task).All;

    /// <summary>Those that PlasticityLab brings itself, whatever else is registered.</summary>
    public static MeasureSet Own(ITask task) => SetsOf(task).Own;

    // Asked for each run, and the runs of a study share their task. What is registered later makes another catalogue.
    private sealed record Sets(Catalog<IMeasure> Of, MeasureSet All, MeasureSet Own);

    private static readonly ConditionalWeakTable<ITask, Sets> Known = [];

    private static Sets SetsOf(ITask task)
    {
        var catalog = Catalog.Of<IMeasure>();
        if (Known.TryGetValue(task, out var known) && known.Of == catalog)
        {
            return known;
        }

        var measures = catalog.All.Where(measure => measure.AppliesTo(task)).ToArray();
        var own = measures.Where(measure => measure.GetType().Assembly == typeof(IMeasure).Assembly);
        var sets = new Sets(catalog, Of(measures.Select(measure => measure.Card.Id)), Of(own.Select(measure => measure.Card.Id)));
        if (CatalogJson.IsFrozen(task))
        {
            Known.AddOrUpdate(task, sets);
        }

        return sets;
    }

    /// <summary>Some measures, and the task's score, which decides where a network is read out and whether it is silent.</summary>
    /// <exception cref="UserError">One is unknown.</exception>
    public static MeasureSet Some(ITask task, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Of(ids.Append(task.Card.Score).Select(id => Catalog.Of<IMeasure>().CardOf(id).Id).Distinct());
    }

    /// <summary>Those that a result has; null: it has none, since nothing could be measured.</summary>
    public static MeasureSet? In(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Readouts.IsDefaultOrEmpty ? null : Of(result.Readouts[0].Measures.Keys);
    }

    /// <summary>Whether a stored result tells all of them; one on which nothing could be measured has nothing to add.</summary>
    /// <remarks>The first mapping of measures is looked at, without reading the whole: thousands of runs are asked.</remarks>
    public bool AreIn(ReadOnlySpan<byte> stored)
    {
        var start = stored.IndexOf("\"measures\":{"u8);
        if (start < 0)
        {
            return true;
        }

        var mapping = stored[start..];
        mapping = mapping[..(mapping.IndexOf((byte)'}') + 1)];
        foreach (var id in Ids)
        {
            if (mapping.IndexOf(Encoding.UTF8.GetBytes($"\"{id}\":")) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Groups of probes that they read.</summary>
    public ImmutableHashSet<string> Groups => [.. Measures.SelectMany(measure => measure.Card.Probes)];

    /// <summary>Short name of the set.</summary>
    public string Short => JobName.Of(Names)[..8];
}
