using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Discovery;

namespace PlasticityLab.Studies.Spec;

/// <summary>A search of the space of bilinear rules: which local rules let a network play the sequence. Every part that is left out is not
/// run.</summary>
public sealed record SearchSection
{
    /// <summary>Seed of all draws.</summary>
    public int Root { get; init; } = 1;

    /// <summary>First seed of the networks on which rules are screened; they must not be among the study's seeds, on which claims are
    /// made.</summary>
    public int FirstSeed { get; init; } = 9001;

    /// <summary>Networks on which a rule is screened.</summary>
    public int Networks { get; init; } = 2;

    /// <summary>A rule works when its S is above this, mean over the networks at one operating point.</summary>
    public double SuccessAbove { get; init; } = 0.7;

    /// <summary>Rules that the population model scores below this are not simulated.</summary>
    public double FilterBelow { get; init; } = 0.3;

    /// <summary>Rules of each condition that are simulated although the filter rejects them, drawn at random: they tell what it
    /// loses.</summary>
    public int Rejected { get; init; } = 40;

    /// <summary>Random rules.</summary>
    public RandomSearch? Random { get; init; }

    /// <summary>All rules of one or two products.</summary>
    public ExhaustiveSearch? Exhaustive { get; init; }

    /// <summary>CMA-ES.</summary>
    public EvolutionSearch? Evolution { get; init; }

    /// <summary>Quality-diversity archive.</summary>
    public ArchiveSearch? Archive { get; init; }

    /// <summary>Rules of each condition that go on to fresh networks, the best of each family first.</summary>
    public int Finalists { get; init; } = 12;

    /// <summary>Finalists of each condition whose terms are dropped one by one.</summary>
    public int Sparsify { get; init; } = 3;

    /// <summary>Finalists of each condition that are tried elsewhere: other items, networks, noise, dynamics.</summary>
    public int Transfer { get; init; } = 3;

    /// <summary>Finalists of each condition that are tried as rules at spikes, in networks of spiking neurons. Absent from the canonical
    /// JSON when there are none, so that other searches keep their names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Spikes { get; init; }

    /// <summary>One sentence for each problem.</summary>
    internal IEnumerable<string> Problems(StudySpec study)
    {
        if (study.Network is not RateNetwork || study.Task is not Chain { IsPermutation: true, ArrayFile.Length: 0 })
        {
            return
            [
                $"search needs a rate network and a chain of items, each once; this is {study.Network.Card.Name} on {study.Task.Card.Name}. Leave search out.",
            ];
        }

        var seeds = study.Seeds;
        return Require
            .All(
                Require.Between(Networks, 1, 100, "networks"),
                Require.Between(SuccessAbove, 0, 1, "success_above"),
                Require.Between(FilterBelow, 0, 1, "filter_below"),
                Require.Between(Rejected, 0, 100_000, "rejected"),
                Require.Between(Finalists, 0, 1000, "finalists"),
                Require.Between(Sparsify, 0, Finalists, "sparsify"),
                Require.Between(Transfer, 0, Finalists, "transfer"),
                Require.Between(Spikes, 0, Finalists, "spikes"),
                FirstSeed < seeds.First + seeds.Count && seeds.First < FirstSeed + Networks
                    ? $"first_seed: networks {FirstSeed} to {FirstSeed + Networks - 1} screen, and seeds {seeds.First} to {seeds.First + seeds.Count - 1} are kept for claims; they must not overlap."
                    : null,
                Random is { } random
                    ? Require.Between(random.Sparse, 0, 1_000_000, "random.sparse")
                        ?? Require.Between(random.Dense, 0, 1_000_000, "random.dense")
                    : null,
                Exhaustive is { } all && all.Terms is < 1 or > 2 ? $"exhaustive.terms must be 1 or 2, but is {all.Terms}." : null,
                Exhaustive is { } listed
                && (
                    listed.Eta.IsDefaultOrEmpty
                    || listed.Ratios.IsDefaultOrEmpty
                    || listed.Eta.Concat(listed.Ratios).Any(value => !(value > 0))
                )
                    ? "exhaustive.eta and exhaustive.ratios must each have numbers above 0."
                    : null,
                Exhaustive is { } traced
                    ? Require.Between(traced.TauFast, 0.001, 10, "exhaustive.tau_fast")
                        ?? Require.Between(traced.TauSlow, 0.001, 10, "exhaustive.tau_slow")
                    : null,
                Evolution is { } evolution
                    ? Require.Between(evolution.Starts, 0, 1000, "evolution.starts")
                        ?? Require.Between(evolution.Counterexamples, 0, 1000, "evolution.counterexamples")
                        ?? Require.Between(evolution.Population, 4, 1000, "evolution.population")
                        ?? Require.Between(evolution.Evaluations, evolution.Population, 1_000_000, "evolution.evaluations")
                    : null,
                Archive is { } archive
                    ? Require.Between(archive.Batch, 1, 1000, "archive.batch")
                        ?? Require.Between(archive.Evaluations, archive.Batch, 1_000_000, "archive.evaluations")
                    : null
            )
            .Select(problem => $"search.{problem}");
    }

    /// <summary>Runs that it asks for: those that are certain none, since the filter decides; and a guess of the others.</summary>
    internal int Expected(StudySpec study)
    {
        var conditions = study.Conditions.Count;
        var listed = ((Random?.Sparse + Random?.Dense) ?? 0) + (Exhaustive?.Count ?? 0);
        var searched =
            ((Evolution?.Starts + Evolution?.Counterexamples) * Evolution?.Evaluations ?? 0) + (Archive?.Evaluations * conditions ?? 0);
        // One in eleven of the random rules passes the filter, half of those that were bred.
        var screened = Networks * ((conditions * ((listed / 11) + Math.Min(Rejected, listed))) + (searched / 2));
        var fresh = (Finalists * study.Seeds.Count) + (Sparsify * 100) + (Transfer * 32);
        return screened + (conditions * (fresh + (Spikes * FinalistsInSpikes.Runs(Networks, Discovery.Finalists.NetworksElsewhere))));
    }
}

/// <summary>Random rules.</summary>
public sealed record RandomSearch
{
    /// <summary>Rules of two to five products.</summary>
    public int Sparse { get; init; } = 500;

    /// <summary>Rules with all sixteen products.</summary>
    public int Dense { get; init; }
}

/// <summary>All rules of few products, with either sign.</summary>
public sealed record ExhaustiveSearch
{
    /// <summary>Most products: 1 or 2.</summary>
    public int Terms { get; init; } = 2;

    /// <summary>Size of the second coefficient when the first is 1.</summary>
    public ImmutableArray<double> Ratios { get; init; } = [0.25, 0.5, 1, 2, 4];

    /// <summary>Learning rates [1/s].</summary>
    public ImmutableArray<double> Eta { get; init; } = [3, 10, 30];

    /// <summary>Fast traces [s].</summary>
    [Unit("s")]
    public double TauFast { get; init; } = 0.020;

    /// <summary>Slow traces [s].</summary>
    [Unit("s")]
    public double TauSlow { get; init; } = 0.100;

    internal int Count => Eta.Length * (32 + (Terms > 1 ? 120 * 4 * Ratios.Length : 0));
}

/// <summary>Evolution by CMA-ES from random starts, over coefficients, decays, rates and time constants; the conditions take
/// turns.</summary>
public sealed record EvolutionSearch
{
    /// <summary>Searches for the highest S.</summary>
    public int Starts { get; init; } = 4;

    /// <summary>Further searches in which the size of the time-reversal index is subtracted from S: they look for rules that work without
    /// telling direction.</summary>
    public int Counterexamples { get; init; }

    /// <summary>Rules that one search may try.</summary>
    public int Evaluations { get; init; } = 250;

    /// <summary>Rules of a generation.</summary>
    public int Population { get; init; } = 14;
}

/// <summary>MAP-Elites: in each cell of time-reversal index, self weight and decay the best rule is kept and varied.</summary>
public sealed record ArchiveSearch
{
    /// <summary>Rules that are tried in each condition.</summary>
    public int Evaluations { get; init; } = 500;

    /// <summary>Rules between two looks at the archive.</summary>
    public int Batch { get; init; } = 25;
}
