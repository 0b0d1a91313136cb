using System.Globalization;
using PlasticityLab.Analysis.Dynamics.Surgery;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>What one rule learned in one network, to be put into another.</summary>
/// <param name="Giver">The rule.</param>
/// <param name="Run">Its run.</param>
/// <param name="Result">What came out.</param>
internal sealed record MechanismGift(string Giver, RunSpec Run, RunResult Result);

/// <summary>All operations on one trained network, each read out at every operating point.</summary>
internal static class MechanismSurgery
{
    private sealed record Arm(
        MechanismOperation Operation,
        string Detail,
        Matrix Weights,
        bool Direction = false,
        double Share = double.NaN
    );

    /// <summary>The parts that are taken away and put in alone.</summary>
    public static IReadOnlyList<BlockPart> Parts { get; } = Enum.GetValues<BlockPart>();

    /// <summary>A part as it stands in the readings.</summary>
    public static string Detail(BlockPart part) => Names.Snake(part.ToString());

    /// <summary>A dose as it stands in the readings.</summary>
    public static string Detail(double dose) => dose.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Trains the network, operates, reads.</summary>
    public static RowSet Of(
        MechanismSubject subject,
        RunSpec run,
        MechanismSection section,
        IReadOnlyList<MechanismGift> gifts,
        CancellationToken stop
    )
    {
        var trained = Trained.Of(run, stop: stop);
        var asked = run with { Cues = AskedCues.AllCues, Measures = MeasureSet.Some(run.Task, [ReplayDirection.Id]) };
        Arm[] arms = [.. Arms(trained, section, gifts)];
        return new RowSet()
            .Add(
                arms.SelectMany(arm =>
                        Runs.Run.Read(trained, arm.Weights, arm.Direction ? asked : run, stop)
                            .Select(read => new MechanismReadingRow(
                                subject.Condition,
                                subject.Rule,
                                run.Seed,
                                arm.Operation,
                                arm.Detail,
                                read.Result.Point.Inhibition,
                                read.Result.Point.Gain,
                                read.Result[ReplayScore.Id],
                                read.Result[ReplayDirection.Id]
                            ))
                    )
                    .ToArray()
            )
            .Add(
                arms.Select(arm =>
                        Structure(subject, run.Seed, arm, BlockStructure.Of(arm.Weights, trained.Network.Items, trained.Network.Unit))
                    )
                    .ToArray()
            )
            .Add(
                arms.Where(arm =>
                        arm.Operation is MechanismOperation.Intact or MechanismOperation.Untrained or MechanismOperation.Symmetrise
                    )
                    .SelectMany(arm => Lags(subject, run.Seed, arm.Operation, Blocks(trained, arm.Weights)))
                    .ToArray()
            );
    }

    /// <summary>What was learned between items: the blocks after learning minus those before.</summary>
    public static Matrix Learned(Trained trained) =>
        Matrix.Combine(1, Blocks(trained, trained.Learned), -1, Blocks(trained, trained.Network.InitialWeights));

    private static IEnumerable<Arm> Arms(Trained trained, MechanismSection section, IReadOnlyList<MechanismGift> gifts)
    {
        var (intact, untrained, learned) = (trained.Learned, trained.Network.InitialWeights, Learned(trained));
        Matrix With(Matrix weights, double factor, Matrix blocks) =>
            Matrix.Combine(1, weights, factor, BlockComponents.Synapses(blocks, trained.Network.Items, trained.Network.Unit));
        yield return new(MechanismOperation.Intact, "", intact, Direction: true);
        yield return new(MechanismOperation.Untrained, "", untrained, Direction: true);
        yield return new(MechanismOperation.Symmetrise, "", WeightComponents.Symmetric(intact), Direction: true);
        foreach (var part in Parts)
        {
            var (blocks, share) = (BlockComponents.Of(part, learned), BlockComponents.Share(part, learned));
            yield return new(MechanismOperation.Remove, Detail(part), With(intact, -1, blocks), Share: share);
            yield return new(MechanismOperation.Only, Detail(part), With(untrained, 1, blocks), Share: share);
        }

        var asymmetry = BlockComponents.Of(BlockPart.Antisymmetric, learned);
        foreach (var dose in section.Doses.Distinct())
        {
            yield return new(MechanismOperation.Dose, Detail(dose), With(intact, dose - 1, asymmetry), Direction: true);
        }

        foreach (var gift in gifts)
        {
            var blocks = Matrix.Combine(1, Given(gift), -1, learned);
            yield return new(MechanismOperation.Transplant, gift.Giver, With(intact, 1, blocks));
        }
    }

    // The blocks before learning are those of the giver's network, which is drawn again.
    private static Matrix Given(MechanismGift gift)
    {
        var drawn = Trained.Untrained(gift.Run);
        var p = drawn.Network.Items.Count;
        return Matrix.Combine(1, new Matrix(p, p, [.. gift.Result.Structure.Blocks]), -1, Blocks(drawn, drawn.Network.InitialWeights));
    }

    private static Matrix Blocks(Trained trained, Matrix weights) =>
        BlockStructure.Of(weights, trained.Network.Items, trained.Network.Unit).Blocks;

    private static MechanismStructureRow Structure(MechanismSubject subject, ulong seed, Arm arm, BlockStructure blocks) =>
        new(
            subject.Condition,
            subject.Rule,
            seed,
            arm.Operation,
            arm.Detail,
            arm.Share,
            blocks.L(-1),
            blocks.L(0),
            blocks.L(1),
            BlockComponents.Slope(blocks.Blocks, 0)
        );

    private static IEnumerable<MechanismLagRow> Lags(MechanismSubject subject, ulong seed, MechanismOperation operation, Matrix blocks)
    {
        var means = BlockComponents.Of(BlockPart.LagMeans, blocks);
        for (var lag = 1 - blocks.Rows; lag < blocks.Rows; lag++)
        {
            yield return new(
                subject.Condition,
                subject.Rule,
                seed,
                operation,
                lag,
                means[Math.Max(0, lag), Math.Max(0, -lag)],
                BlockComponents.Slope(blocks, lag)
            );
        }
    }
}
