using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Studies.Dynamics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>plasticity analyse dynamics FILE</c>: the sections that were asked for, or the short default.</summary>
internal sealed class DynamicsVerb : IAnalyseVerb
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description =
            "A system as JSON (model, parameters or W or W_file, g, I), a stored run of a study (runs/store/parts/ab/ID.run.json), or a weight matrix as .npz (FILE:ARRAY for one of several), .npy or .csv",
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Change a parameter, as in --set g=1.5 (repeatable)",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _model = new("--model")
    {
        Description = "Model of a bare weight matrix: tanh_rate, logistic_rate or threshold_linear",
    };
    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the result as one JSON document to a file, or to the screen when no name is given",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _reduce = new("--reduce")
    {
        Description =
            "Analyse assemblies with block-averaged weights instead of units, as 1-5;6-10 (units numbered from 1); \"assemblies\" takes those of a stored run",
    };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the random searches", DefaultValueFactory = _ => 1 };

    private readonly IDynamicsSection[] _sections = [.. Catalog.Make<IDynamicsSection>().OrderBy(section => section.Order)];

    public Command Build()
    {
        var command = new Command(
            "dynamics",
            "Equilibria, phase plane, attractors and stability of a system.\n\nExamples:\n  plasticity analyse dynamics wilson_cowan.json\n  plasticity analyse dynamics W.npz --model tanh_rate --set g=1.8 --equilibria --json out.json"
        )
        {
            _file,
            _set,
            _model,
            _json,
            _seed,
            _reduce,
        };
        foreach (var option in _sections.SelectMany(section => section.Options))
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var (path, reduce, model) = (arguments.GetValue(_file)!, arguments.GetValue(_reduce), arguments.GetValue(_model));
        var run = StoredRun.Read(path);
        if (model is not null && (run is not null || string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase)))
        {
            throw new UserError($"--model is for bare weight matrices (.npz, .npy, .csv), but {path} says itself what it is.");
        }

        var ofAssemblies = run is not null && string.Equals(reduce, "assemblies", StringComparison.OrdinalIgnoreCase);
        var file = Changed(
            run is null ? SystemFile.Read(path, model) : Stored(run, ofAssemblies, cancellation),
            arguments.GetValue(_set) ?? []
        );
        if (reduce is not null && !ofAssemblies)
        {
            file = Reduced(file, reduce);
        }

        var jsonWanted = arguments.GetResult(_json) is not null;
        var toScreen = jsonWanted && string.IsNullOrEmpty(arguments.GetValue(_json));
        // What a section says is printed when it is done: on a terminal the heartbeat's line must not run into it.
        using var said = new StringWriter();
        var context = new DynamicsContext(file, arguments, arguments.GetValue(_seed), toScreen ? TextWriter.Null : said, cancellation)
        {
            Run = run,
        };
        Describe(context);
        var asked = _sections.Where(section => section.IsAsked(arguments)).ToArray();
        foreach (var section in asked.Length > 0 ? asked : [.. _sections.Where(section => section.IsDefault(context))])
        {
            cancellation.ThrowIfCancellationRequested();
            context.Doing = "";
            Print(said);
            try
            {
                using var heartbeat = new Heartbeat(
                    $"{section.Options.First().Name.TrimStart('-')} of {context.System.Dimension} variables",
                    () => context.Doing
                );
                section.Compute(context);
            }
            finally
            {
                Print(said);
            }
        }

        if (jsonWanted)
        {
            var text = context.Result.ToJsonString(DynamicsContext.JsonOptions);
            if (toScreen)
            {
                Console.Out.WriteLine(text);
            }
            else
            {
                var target = arguments.GetValue(_json)!;
                OutputFile.WriteText(target, text + "\n");
                context.Text.WriteLine($"written: {target}");
            }
        }

        Print(said);
        return Terminal.Done;
    }

    private static void Print(StringWriter said)
    {
        Console.Out.Write(said.ToString());
        said.GetStringBuilder().Clear();
    }

    private static SystemFile Stored(StoredRun run, bool reduced, CancellationToken cancellation)
    {
        var weights = run.Weights(cancellation);
        var network = reduced ? run.Reduced(weights) : run.Network(weights);
        var p = network.Field.Point;
        var what = reduced ? $"reduction to its {run.Assemblies.Count} assemblies" : $"all {network.Field.Assemblies} units";
        var note =
            $"Stored run {run.Id}, rule {run.Spec.Learning.Rule}, seed {run.Spec.Seed}: {what} at gain {p.Gain:G4} and inhibition {p.Inhibition:G4}, without noise; time in units of the neurons' time constant ({1000 * ((Simulation.Rate.RateNetwork)run.Spec.Network).Tau:G4} ms).";
        return new SystemFile($"{run.Id}{(reduced ? "-assemblies" : "")}", network, null, [reduced ? $"Reduction: {note}" : note])
        {
            Hints = run.Hints(network),
        };
    }

    private static SystemFile Changed(SystemFile file, string[] changes)
    {
        var (system, problems) = (file.System, new List<string>());
        var settings = RuleSettings.Read(changes, _ => "");
        foreach (var (name, value) in settings)
        {
            try
            {
                system = system.With(name, value);
            }
            catch (UserError error)
            {
                problems.Add($"--set {name}: {error.Message}");
            }
        }

        UserError.ThrowIfAny(problems);
        return file with
        {
            System = system,
            Notes = [.. file.Notes.Where(note => !settings.Any(set => note.Contains($"gives no {set.Key}:", StringComparison.Ordinal)))],
        };
    }

    private static SystemFile Reduced(SystemFile file, string text)
    {
        if (file.System is not RateNetwork network)
        {
            throw new UserError($"--reduce needs a network with weights, but {file.Id} is the model {file.System.Model}.");
        }

        var blocks = new List<int[]>();
        foreach (var block in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var units = new List<int>();
            foreach (var part in block.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var ends = part.Split('-');
                if (
                    ends.Length is < 1 or > 2
                    || !Quantity.TryWhole(ends[0], out var first, out _)
                    || !Quantity.TryWhole(ends[^1], out var last, out _)
                    || first < 1
                    || last < first
                    || last > network.Dimension
                )
                {
                    throw new UserError(
                        $"--reduce must list assemblies of the units 1 ... {network.Dimension}, as 1-5;6-10 or 1,3,5;2,4, but has \"{part}\"."
                    );
                }

                units.AddRange(Enumerable.Range(first - 1, last - first + 1));
            }

            blocks.Add([.. units]);
        }

        var reduction = BlockReduction.Of(network, blocks);
        return file with
        {
            Id = file.Id + "-reduced",
            System = reduction.Network,
            InitialState = null,
            Notes = [.. file.Notes, reduction.Sentence],
        };
    }

    private static void Describe(DynamicsContext context)
    {
        var (result, system) = (context.Result, context.System);
        result["schema"] = "plasticity.dynamics/1";
        result["id"] = context.File.Id;
        result["model"] = system.Model;
        result["n"] = system.Dimension;
        if (system is RateNetwork network)
        {
            var n = network.Dimension;
            result["g"] = network.Gain;
            result["tau"] = network.Parameter("tau");
            result["I"] = DynamicsContext.Json(Enumerable.Range(0, n).Select(network.Input));
            result["W"] = n <= 12 ? DynamicsContext.Json(Enumerable.Range(0, n).Select(i => network.Weights.Row(i).ToArray())) : null;
        }
        else
        {
            // Parameter names keep their own spelling.
            var parameters = new JsonObject();
            foreach (var name in system.ParameterNames)
            {
                parameters[name] = system.Parameter(name);
            }

            result["parameters"] = parameters;
        }

        result["provenance"] = new JsonObject { ["linear_algebra"] = LinearAlgebraBackend.Description, ["seed"] = context.Seed };
        context.Text.WriteLine(
            $"{context.File.Id}: {system.Model}, {system.Dimension} state {(system.Dimension == 1 ? "variable" : "variables")} ({string.Join(", ", system.StateNames.Take(6))}{(system.Dimension > 6 ? ", ..." : "")})"
        );
        if (context.File.Notes.Count > 0)
        {
            result["notes"] = DynamicsContext.Json(context.File.Notes);
        }

        foreach (var note in context.File.Notes)
        {
            context.Text.WriteLine($"note: {note}");
        }
    }
}
