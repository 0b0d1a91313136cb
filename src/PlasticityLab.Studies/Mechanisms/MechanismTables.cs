using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>From readings of single networks to what is said of rules.</summary>
internal static class MechanismTables
{
    /// <summary>All tables but the readings themselves.</summary>
    public static RowSet Of(
        IReadOnlyList<MechanismIntact> rules,
        IReadOnlyList<MechanismReadingRow> readings,
        IReadOnlyList<MechanismStructureRow> structures,
        MechanismSection section
    )
    {
        var byRule = readings.ToLookup(row => (row.Condition, row.Rule));
        var structuresOf = structures.ToLookup(row => (row.Condition, row.Rule));
        MechanismRule[] told =
        [
            .. rules.Select(rule => new MechanismRule(
                rule,
                [.. byRule[(rule.Subject.Condition, rule.Subject.Rule)]],
                [.. structuresOf[(rule.Subject.Condition, rule.Subject.Rule)]],
                section
            )),
        ];
        return new RowSet()
            .Add(told.SelectMany(rule => rule.Components).ToArray())
            .Add(told.SelectMany(rule => rule.Transplants).ToArray())
            .Add(told.SelectMany(rule => rule.Doses).ToArray())
            .Add(MechanismVerdict.Rows(told))
            .Add(MechanismVerdict.Pairs(told));
    }

    /// <summary>Mean over networks with its 95 % bootstrap interval; NaN of none.</summary>
    public static Interval Mean(double[] values, RandomStream random) =>
        values.Length == 0 ? new(double.NaN, double.NaN, double.NaN, 0.95) : Bootstrap.Bca(values, random);
}

/// <summary>What the readings say of one rule in one condition.</summary>
internal sealed class MechanismRule
{
    private readonly ILookup<(MechanismOperation, string), MechanismReadingRow> _readings;
    private readonly ILookup<(MechanismOperation, string), MechanismStructureRow> _structures;
    private readonly ulong[] _seeds;

    public MechanismRule(
        MechanismIntact intact,
        MechanismReadingRow[] readings,
        MechanismStructureRow[] structures,
        MechanismSection section
    )
    {
        Intact = intact;
        _structures = structures.ToLookup(row => (row.Operation, row.Detail));
        _readings = readings.ToLookup(row => (row.Operation, row.Detail));
        _seeds = [.. intact.Networks.Select(network => network.Seed)];
        if (readings.Length == 0)
        {
            return;
        }

        Components =
        [
            Component(MechanismOperation.Symmetrise, BlockPart.AllBlocks, ""),
            .. MechanismSurgery.Parts.SelectMany(part =>
                new[] { MechanismOperation.Remove, MechanismOperation.Only }.Select(operation =>
                    Component(operation, part, MechanismSurgery.Detail(part))
                )
            ),
        ];
        Transplants =
        [
            .. readings
                .Where(row => row.Operation == MechanismOperation.Transplant)
                .Select(row => row.Detail)
                .Distinct()
                .Select(Transplant),
        ];
        Doses = [.. section.Doses.Distinct().Order().Select(Dose)];
    }

    /// <summary>The networks as they are.</summary>
    public MechanismIntact Intact { get; }

    /// <summary>Its name.</summary>
    public string Rule => Intact.Subject.Rule;

    /// <summary>Its condition.</summary>
    public string Condition => Intact.Subject.Condition;

    /// <summary>Parts taken away and put in alone; none when nothing was operated.</summary>
    public ImmutableArray<MechanismComponentRow> Components { get; } = [];

    /// <summary>Profiles of other rules.</summary>
    public ImmutableArray<MechanismTransplantRow> Transplants { get; } = [];

    /// <summary>Shares of the asymmetry.</summary>
    public ImmutableArray<MechanismDoseRow> Doses { get; } = [];

    private sealed record Outcome(OperatingPoint Point, double[] Same, double[] Best);

    // S of each network at the rule's own point and at the point that is best after the operation.
    private Outcome After(MechanismOperation operation, string detail)
    {
        var at = _readings[(operation, detail)]
            .GroupBy(row => new OperatingPoint(row.Inhibition, row.Gain))
            .ToDictionary(point => point.Key, point => InOrder(point, row => row.S));
        var best = at.MaxBy(point => point.Value.Average());
        return new(best.Key, at[Intact.Subject.Point], best.Value);
    }

    private double[] InOrder(IEnumerable<MechanismReadingRow> rows, Func<MechanismReadingRow, double> of)
    {
        var bySeed = rows.ToDictionary(row => row.Seed, of);
        return [.. _seeds.Select(seed => bySeed[seed])];
    }

    private MechanismComponentRow Component(MechanismOperation operation, BlockPart part, string detail)
    {
        var after = After(operation, detail);
        var kept = MechanismTest.Margins(after.Best, Intact.Scores);
        MechanismStructureRow[] left = [.. _structures[(operation, detail)]];
        return new(
            Condition,
            Rule,
            operation,
            part,
            _seeds.Length,
            left.Average(row => row.Share),
            after.Same.Average(),
            MeanColumns.Of(MechanismTables.Mean(after.Best, Intact.Random($"{operation} {part} S"))),
            after.Point.Inhibition,
            after.Point.Gain,
            MeanColumns.Of(MechanismTables.Mean(kept, Intact.Random($"{operation} {part}"))),
            MechanismTest.Above(kept, Intact.Together),
            left.Average(row => row.Backward),
            left.Average(row => row.Self),
            left.Average(row => row.Forward),
            left.Average(row => row.Gradient)
        );
    }

    private MechanismTransplantRow Transplant(string giver)
    {
        var after = After(MechanismOperation.Transplant, giver);
        var kept = MechanismTest.Margins(after.Best, Intact.Scores);
        return new(
            Condition,
            Rule,
            giver,
            _seeds.Length,
            after.Same.Average(),
            MeanColumns.Of(MechanismTables.Mean(after.Best, Intact.Random($"transplant {giver} S"))),
            after.Point.Inhibition,
            after.Point.Gain,
            Intact.S.Estimate,
            MeanColumns.Of(MechanismTables.Mean(kept, Intact.Random($"transplant {giver}"))),
            MechanismTest.Above(kept, Intact.Together)
        );
    }

    private MechanismDoseRow Dose(double dose)
    {
        double[] At(MechanismOperation operation, string detail, Func<MechanismReadingRow, double> of) =>
            InOrder(_readings[(operation, detail)].Where(row => new OperatingPoint(row.Inhibition, row.Gain) == Intact.Point), of);
        var detail = MechanismSurgery.Detail(dose);
        var direction = At(MechanismOperation.Dose, detail, row => row.D);
        double[] bias = [.. At(MechanismOperation.Symmetrise, "", row => row.D).Select(Math.Abs)],
            untrained = [.. At(MechanismOperation.Untrained, "", row => row.D).Select(Math.Abs)];
        double[] above = [.. direction.Zip(bias, (d, b) => d - b)];
        return new(
            Condition,
            Rule,
            dose,
            _seeds.Length,
            Intact.Point.Inhibition,
            Intact.Point.Gain,
            MeanColumns.Of(MechanismTables.Mean(direction, Intact.Random($"dose {detail} D"))),
            At(MechanismOperation.Dose, detail, row => row.S).Average(),
            bias.Average(),
            untrained.Average(),
            MeanColumns.Of(MechanismTables.Mean(above, Intact.Random($"dose {detail}"))),
            MechanismTest.Above(above, Intact.Together)
        );
    }
}
