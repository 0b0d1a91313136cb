using System.Collections.Immutable;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>What a kind of network is, for people.</summary>
/// <param name="Id">Name in study files and tables, snake case.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Equation">What it computes.</param>
/// <param name="Source">Author, year, journal.</param>
/// <param name="Readout">What may be chosen anew whenever a trained network is asked, by name, with the values that hold when nothing is
/// said.</param>
public sealed record KindCard(string Id, string Name, string Equation, string Source, ImmutableSortedDictionary<string, double> Readout)
    : ICard
{
    /// <summary>The setting that says how many neurons learn.</summary>
    public string Size { get; init; } = "units";

    /// <summary>Where a network whose weights are built by hand is asked when nothing is said; the values that differ from
    /// <see cref="Readout"/>.</summary>
    public ImmutableSortedDictionary<string, double> Given { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The part of the space that tuning searches for every rule: η and settings of <see cref="LearningSpec"/>, by name.</summary>
    public ImmutableArray<(string Name, SearchAttribute Range)> Space { get; init; } = [];

    /// <summary>What recordings carry of what happens inside, when it is asked for: spikes.</summary>
    public ImmutableArray<string> Inside { get; init; } = [];

    /// <summary>The values of a readout, those that are not named at their defaults.</summary>
    /// <exception cref="UserError">A name is unknown; all are told at once.</exception>
    public ImmutableSortedDictionary<string, double> Filled(ImmutableSortedDictionary<string, double> readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        UserError.ThrowIfAny(
            readout
                .Keys.Where(name => !Readout.ContainsKey(name))
                .Select(name => $"readout.{name} is not known in {Name}. {Names.Known(name, Readout.Keys)}")
        );
        return Readout.SetItems(readout);
    }
}
