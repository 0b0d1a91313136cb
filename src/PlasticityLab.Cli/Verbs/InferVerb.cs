using System.CommandLine;
using System.Globalization;
using PlasticityLab.Analysis.Inference;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Dynamics;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Which rule changed recorded weights.</summary>
internal sealed class InferVerb : IVerb
{
    private readonly Argument<string?> _weights = new("WEIGHTS")
    {
        Description =
            "Array file (.npz): weights (or W; another as FILE:ARRAY) [time, post, pre]; step [time] or time [time] in s, when they were read. Or a stored run, runs/store/parts/ab/ID.run.json, whose training is played once more",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _activity = new("--activity")
    {
        Description =
            "Array file (.npz): rates (another as FILE:ARRAY) [time, neuron], or pre and post; dt [s]; if wanted pre_change and post_change (tau dr/dt), weight_min, weight_max",
    };
    private readonly Option<string?> _dt = new("--dt")
    {
        Description = "Length of a step with its unit, as in 1ms, where the file does not say",
    };
    private readonly Option<string> _tau = new("--tau-change")
    {
        Description = "Time constant by which changes of activity are scaled",
        DefaultValueFactory = _ => "10 ms",
    };
    private readonly Option<int> _synapses = new("--synapses")
    {
        Description = "Most synapses that are used",
        DefaultValueFactory = _ => new InferenceOptions().Synapses,
    };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the draws", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _truth = new("--ground-truth")
    {
        Description = "Instead: let every rule of the catalogue change weights, infer it, and say how often that is right",
    };
    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "With --ground-truth: these rules only",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<int> _threads = Terminal.Threads();
    private readonly Option<bool> _json = Terminal.Json();

    public Command Build()
    {
        var command = new Command(
            "infer",
            "Which rule did this? The local rule that changed recorded weights.\n\nFrom the weights and the activity: its terms with intervals, what the recording cannot tell, the rules of the catalogue that explain it equally well, and the experiment that would tell those apart.\n\nExamples:\n  plasticity infer weights.npz --activity rates.npz\n  plasticity infer weights.npz --activity rates.npz --dt 1ms --json\n  plasticity infer runs/store/parts/ab/ID.run.json\n  plasticity infer --ground-truth --rules hebbian rate_stdp"
        )
        {
            _weights,
            _activity,
            _dt,
            _tau,
            _synapses,
            _seed,
            _truth,
            _rules,
            _threads,
            _json,
        };
        command.SetAction((arguments, stop) => Task.FromResult(Run(arguments, stop)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken stop)
    {
        UserError.ThrowIfAny([.. Problems(arguments)]);
        return arguments.GetValue(_truth)
            ? GroundTruthTable.Print(
                arguments.GetValue(_rules) ?? [],
                arguments.GetValue(_seed),
                arguments.GetValue(_threads),
                arguments.GetValue(_json),
                stop
            )
            : Infer(arguments, stop);
    }

    private int Infer(ParseResult arguments, CancellationToken stop)
    {
        if (arguments.GetValue(_weights) is not { } weights)
        {
            // Activity alone: what cannot be told is the answer.
            return Say(InferenceWords.NoWeights, arguments.GetValue(_json));
        }

        var (recording, beside) = Recording(weights, arguments.GetValue(_activity), arguments, stop);
        var found = RuleInference.Of(recording, new() { Synapses = arguments.GetValue(_synapses), Seed = arguments.GetValue(_seed) });
        if (arguments.GetValue(_json))
        {
            Terminal.PrintJson(Document(found, beside));
        }
        else
        {
            Tell(found, beside);
        }

        return Terminal.Done;
    }

    private IEnumerable<string> Problems(ParseResult arguments)
    {
        var (truth, weights, activity) = (arguments.GetValue(_truth), arguments.GetValue(_weights), arguments.GetValue(_activity));
        var rules = arguments.GetValue(_rules) ?? [];
        return Require.All(
            truth && (weights ?? activity) is { } file
                ? $"--ground-truth makes its own weights and activity, but {file} is given; leave one of them out."
                : null,
            !truth && weights is null && activity is null
                ? "infer needs the weights and the activity that changed them: plasticity infer weights.npz --activity rates.npz"
                : null,
            !truth && rules.Length > 0
                ? "--rules says which rules --ground-truth tries; without it all rules of the catalogue are compared."
                : null,
            Require.AtLeast(arguments.GetValue(_synapses), 3, "--synapses"),
            Require.AtLeast(arguments.GetValue(_threads), 1, "--threads")
        );
    }

    private (RuleRecording Recording, string? Beside) Recording(
        string weights,
        string? activity,
        ParseResult arguments,
        CancellationToken stop
    )
    {
        if (activity is null && StoredRun.Read(weights) is { } run)
        {
            return (TrainingRecording.Of(run.Spec, stop), TrainingRecording.Beside(run.Spec));
        }

        if (activity is null)
        {
            // Opening says what is wrong where it is no archive.
            using var archive = NpzArchive.Open(NpzArchive.Named(weights)?.File ?? weights);
            throw new UserError($"{weights} holds weights; give the activity that changed them as well: --activity rates.npz");
        }

        return (RecordingFiles.Read(weights, activity, arguments.GetValue(_dt), arguments.GetValue(_tau)!), null);
    }

    private static int Say(string sentence, bool json)
    {
        if (json)
        {
            Terminal.PrintJson(new { Answer = sentence, Told = false });
        }
        else
        {
            Lines(sentence);
        }

        return Terminal.Done;
    }

    private static void Tell(RuleInference found, string? beside)
    {
        Lines(InferenceWords.Answer(found));
        if (beside is not null)
        {
            Lines(beside);
        }

        Lines(InferenceWords.Used(found));
        if (found.WhyNothing is not null)
        {
            return;
        }

        Head("Terms (95 % bootstrap intervals; R2 without the term)");
        foreach (var term in found.Terms)
        {
            Item($"{term.Coefficient.Show("G4"), -36} {term.Term, -36} {term.R2Without.Text("0.000")}");
        }

        Item(
            $"R2 {found.R2.Show("0.0000")}; one reading errs by {found.Noise.Text("G3")}; ridge over all terms: R2 {found.Ridge.R2.Text("0.0000")} on synapses left out"
        );
        Head("What these recordings cannot tell");
        foreach (var sentence in InferenceWords.CannotTell(found))
        {
            Item(sentence);
        }

        Item($"singular values of the features: {string.Join(" ", found.SingularValues.Select(value => value.Text("G2")))}");
        Head("Rules of the catalogue");
        foreach (var fit in found.Catalogue.Where(fit => fit.AsGood).Concat(found.Catalogue.Where(fit => !fit.AsGood).Take(3)))
        {
            Item(
                $"{(fit.AsGood ? "equally well" : "less well"), -13} R2 {fit.R2.Text("0.0000")}  {RuleCatalog.Card(fit.Rule).Name} ({string.Join(", ", fit.Values.Select(value => $"{value.Key} {value.Value.Text("G3")}"))})"
            );
        }

        Item(InferenceWords.NotCompared);
        foreach (var formula in found.Equal)
        {
            Item($"equally well  R2 {formula.R2.Text("0.0000")}  {formula.Text}");
        }

        foreach (var sentence in InferenceWords.Same(found))
        {
            Item(sentence);
        }

        Head("The experiment to do next");
        Item(
            InferenceWords.Next(found)
                ?? (found.TermMissing ? "none: first a rule has to explain this one" : "none: nothing is left to tell apart")
        );
    }

    private static object Document(RuleInference found, string? beside) =>
        new
        {
            Answer = InferenceWords.Answer(found),
            Beside = beside,
            Told = found.WhyNothing is null,
            found.Used,
            Formula = found.WhyNothing is null ? found.Text : null,
            Terms = found.Terms.Select(term => new
            {
                Term = $"{term.Term}",
                term.Coefficient,
                term.R2Without,
            }),
            found.R2,
            found.Roughness,
            found.Noise,
            found.TermMissing,
            Times = found.Times,
            Ridge = found.WhyNothing is null
                ? new
                {
                    found.Ridge.Strength,
                    found.Ridge.R2,
                    Coefficients = found.Ridge.Coefficients.Select(pair => new { Term = $"{pair.Term}", pair.Coefficient }),
                }
                : null,
            found.SingularValues,
            CannotTell = InferenceWords.CannotTell(found),
            Catalogue = found.Catalogue,
            InferenceWords.NotCompared,
            Equal = found.Equal.Select(formula => new { formula.Text, formula.R2 }),
            Next = found.Next is { } next
                ? new
                {
                    next.Pattern,
                    next.Gate,
                    next.Reading,
                    next.Bits,
                    next.MostBits,
                    Rivals = found.Rivals.Select(rival => rival.Name),
                }
                : null,
        };

    private static void Head(string text)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(text);
    }

    private static void Item(string text) => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {text}"));

    private static void Lines(string paragraph)
    {
        foreach (var line in Terminal.Wrap(paragraph))
        {
            Console.Out.WriteLine(line);
        }
    }
}
