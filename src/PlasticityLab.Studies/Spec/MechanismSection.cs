using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Spec;

/// <summary>Interventions on what the rules have learned: which parts of it are necessary, which are sufficient, whether profiles can be
/// exchanged, how much asymmetry direction needs.</summary>
public sealed record MechanismSection
{
    /// <summary>Networks of each rule; the first of the study's seeds.</summary>
    public int Networks { get; init; } = 8;

    /// <summary>A rule works when its S, mean over the networks at their best common operating point, is above this for certain.</summary>
    public double WorksAbove { get; init; } = 0.5;

    /// <summary>Rules that take part, by name; empty: all.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>Shares of the antisymmetric part that are kept, from 0 to 1.</summary>
    public ImmutableArray<double> Doses { get; init; } = [0, 0.125, 0.25, 0.5, 0.75, 1];

    /// <summary>Rules of each condition between which learned profiles are exchanged, the first that work; 0: none.</summary>
    public int Transplants { get; init; } = 8;

    /// <summary>In a study with a search: finalists of each condition that take part beside the rules, the best of each family
    /// first.</summary>
    public int Finalists { get; init; } = 6;

    /// <summary>One sentence for each problem.</summary>
    internal IEnumerable<string> Problems(StudySpec study)
    {
        if (
            study.Network is not RateNetwork
            || study.Task is not Chain { ArrayFile.Length: 0 } chain
            || !((IOrderedTask)chain).Order.SequenceEqual(Enumerable.Range(0, chain.Items))
        )
        {
            return
            [
                $"mechanism needs a rate network and a chain of items, each once; this is {study.Network.Card.Name} on {study.Task.Card.Name}. Leave mechanism out.",
            ];
        }

        return Require
            .All(
                Require.Between(Networks, 2, 10_000, "networks"),
                Require.Between(WorksAbove, 0, 1, "works_above"),
                Require.Between(Transplants, 0, 1000, "transplants"),
                Require.Between(Finalists, 0, 1000, "finalists"),
                chain.Items < 3
                    ? $"needs three items or more, since only an inner item has a next and a former one, but task.items is {chain.Items}."
                    : null,
                Doses.IsDefaultOrEmpty || Doses.Any(dose => !(dose >= 0 && dose <= 1))
                    ? "doses must be shares from 0 to 1, such as [0, 0.25, 0.5, 1]."
                    : null
            )
            .Concat(
                Rules
                    .Where(name => study.Rules.All(rule => rule.Name != name))
                    .Select(name =>
                        $"rules names \"{name}\", which this study does not have. {Names.Known(name, study.Rules.Select(rule => rule.Name))}"
                    )
            )
            .Select(problem => $"mechanism.{problem}");
    }
}
