using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Analysis.Dynamics.Training;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--training</c>: learning as the bifurcation parameter. Equilibria (and, of small networks, cycles) of a stored run followed
/// along the weights of its epochs.</summary>
internal sealed class TrainingSection : IDynamicsSection
{
    /// <summary>Cycles are followed up to this many state variables: each step integrates n² equations over a period.</summary>
    private const int LargestForCycles = 20;

    private readonly Option<bool> _training = new("--training")
    {
        Description =
            "Follow the equilibria of a stored run through its training and name the bifurcations; add --reduce assemblies for the reduced network",
    };
    private readonly Option<int> _snapshots = new("--snapshots")
    {
        Description = "Epochs whose weights are taken, evenly spaced; weights are linear between",
        DefaultValueFactory = _ => 6,
    };
    private readonly Option<double> _smoothing = new("--smoothing")
    {
        Description = "Width [assemblies] over which the kink of the inhibition is rounded: continuation needs a derivative",
        DefaultValueFactory = _ => 0.05,
    };

    public int Order => 65;

    public IEnumerable<Option> Options => [_training, _snapshots, _smoothing];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_training);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        if (context.Run is not { } run || context.System is not AssemblyNetwork network)
        {
            throw new UserError(
                $"--training needs a stored run of a study (runs/store/parts/ab/ID.run.json), but {context.File.Id} is one set of weights."
            );
        }

        var (count, smoothing) = (context.Arguments.GetValue(_snapshots), context.Arguments.GetValue(_smoothing));
        UserError.ThrowIfAny(Require.All(Require.AtLeast(count, 2, "--snapshots"), Require.Positive(smoothing, "--smoothing")));
        var course = run.Course(context.Cancellation);
        var taken = Enumerable
            .Range(0, Math.Min(count, course.Count))
            .Select(k => course[(int)Math.Round((double)k * (course.Count - 1) / (Math.Min(count, course.Count) - 1))])
            .ToArray();
        var (whole, point) = (network.Field.Assemblies == run.Spec.Network.Neurons, network.Field.Point with { Smoothing = smoothing });
        // Reducing is linear in the weights, so that blocks may be interpolated as well as whole matrices.
        var weights = taken.Select(item => whole ? item.Weights : run.Reduced(item.Weights).Field.Blocks).ToArray();
        IVectorField Field(Matrix w) => new AssemblyNetwork(w, point, network.Field.AssemblySize);
        var options = new EquilibriumOptions
        {
            Seed = context.Seed,
            MinimumStarts = 30,
            MaximumStarts = whole ? 40 : 120,
            Hints = context.File.Hints,
        };
        IReadOnlyList<double[]> Known(IVectorField field) =>
            [.. EquilibriumFinder.Find((IDynamicalSystem)field, options, context.Cancellation).Equilibria.Select(e => e.X)];
        context.Text.WriteLine(
            $"following equilibria of {network.Dimension} state variables through {taken[^1].Epoch:G4} epochs, at {taken.Length} of them sought afresh{(whole ? " (minutes; Ctrl+C stops)" : "")} ..."
        );
        var found = TrainingContinuation.Follow(
            [.. taken.Select(item => item.Epoch)],
            weights,
            Field,
            Known,
            new TrainingOptions
            {
                FollowCycles = network.Dimension <= LargestForCycles,
                CycleStarts = network.Dimension <= LargestForCycles ? context.File.Hints : [],
                LargestStep = whole ? 1 : 0.25,
                Window = 60,
            },
            context.Cancellation
        );
        Write(context, found, smoothing);
    }

    private static void Write(DynamicsContext context, TrainingBifurcations found, double smoothing)
    {
        context.Result["training"] = new JsonObject
        {
            ["parameter"] = "epoch",
            ["smoothing"] = smoothing,
            ["events"] = new JsonArray([
                .. found.Events.Select(e =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["kind"] = e.Kind,
                            ["epoch"] = e.Time,
                            ["change"] = e.Change,
                            ["copies"] = e.Multiplicity,
                            ["period"] = double.IsFinite(e.Period) ? e.Period : null,
                            ["x"] = DynamicsContext.Json(e.State),
                        }
                ),
            ]),
            ["snapshots"] = new JsonArray([
                .. found.Snapshots.Select(s =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["epoch"] = s.Time,
                            ["equilibria"] = s.Equilibria.Count,
                            ["stable_equilibria"] = s.StableEquilibria,
                            ["cycle_periods"] = DynamicsContext.Json(s.CyclePeriods),
                            ["stable_cycles"] = s.StableCycles,
                        }
                ),
            ]),
            ["branches"] = new JsonArray([
                .. found.Branches.Select(b =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["epoch"] = DynamicsContext.Json(b.Nodes.Select(n => n.Parameter)),
                            ["n_unstable"] = DynamicsContext.Json(b.Nodes.Select(n => n.UnstableCount)),
                            ["total_rate"] = DynamicsContext.Json(b.Nodes.Select(n => n.State.Sum())),
                        }
                ),
            ]),
        };
        foreach (var s in found.Snapshots)
        {
            context.Text.WriteLine(
                $"  epoch {s.Time, 5:G4}: at least {s.Equilibria.Count} equilibria, {s.StableEquilibria} stable{(s.CyclePeriods.Count > 0 ? $"; cycles of period {string.Join(", ", s.CyclePeriods.Select(p => $"{p:G5}"))}" : "")}"
            );
        }

        context.Text.WriteLine(found.Events.Count == 0 ? "no bifurcation on the way" : $"{found.Events.Count} bifurcations:");
        foreach (var e in found.Events)
        {
            context.Text.WriteLine(
                $"  epoch {e.Time.Text("F4"), 9}  {e.Kind, -14} {e.Change}{(e.Multiplicity > 1 ? $" ({e.Multiplicity} times)" : "")}"
            );
        }
    }
}
