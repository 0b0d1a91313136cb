using System.CommandLine;
using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Cli.Verbs;

/// <summary><c>rules apply</c>: the weights that a rule makes of activity in an array file.</summary>
internal static class RulesApply
{
    // 1 GiB of weights; more is rarely looked at.
    private const long MostNumbers = 1L << 27;

    public static Command Build()
    {
        var rule = new Argument<string>("rule") { Description = "Id or short name of a rule, or an equation in quotes" };
        var file = new Argument<string>("file")
        {
            Description =
                "Array file (.npz): pre and post [time, neuron] (or [time]), dt [s]; if wanted w [post, pre] or one number (else 0), pre_change and post_change (tau dr/dt), weight_min, weight_max, decay [1/s], scale",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Value of a parameter of the rule, name=value; a time with its unit, as tau=20ms",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "Where the weights go: .npz with weights [time, post, pre] and step [time]",
            DefaultValueFactory = _ => "weights.npz",
        };
        var every = new Option<int>("--every") { Description = "Keep the weights after every so many steps", DefaultValueFactory = _ => 1 };
        var json = Terminal.Json();
        var command = new Command(
            "apply",
            "Apply a rule to given activity: its weights after each step, with the bits that they have in a network.\n\nExamples:\n  plasticity rules apply oja activity.npz\n  plasticity rules apply pair_stdp spikes.npz --set tau_plus=17ms --out weights.npz\n  plasticity rules apply \"dw = eta*post.rate*(pre.fast(20 ms) - w)\" activity.npz --set eta=10"
        )
        {
            rule,
            file,
            set,
            output,
            every,
            json,
        };
        command.SetAction(result =>
            Apply(
                RuleSettings.Rule(result.GetValue(rule)!, result.GetValue(set) ?? []),
                result.GetValue(file)!,
                result.GetValue(output)!,
                result.GetValue(every),
                result.GetValue(json)
            )
        );
        return command;
    }

    private static int Apply(ILearningRule rule, string file, string output, int every, bool json)
    {
        var (given, w, dt, options) = Read(file);
        UserError.ThrowIfAny(given.Problems(rule, w, dt, options).Select(problem => $"{file}: {problem}"));
        var kept = (given.Pre.Rows + every - 1) / every;
        if ((long)kept * w.Rows * w.Columns > MostNumbers)
        {
            throw new UserError(
                $"{kept} times {w.Rows} x {w.Columns} weights are more than {MostNumbers:N0} numbers; keep fewer with --every."
            );
        }

        var (values, steps, t) = (new List<double>(), new List<double>(), 0);
        var last = w;
        foreach (var weights in given.Weights(rule, w, dt, options))
        {
            last = weights;
            if (++t % every == 0 || t == given.Pre.Rows)
            {
                values.AddRange(weights.Values);
                steps.Add(t);
            }
        }

        Npz.Write(
            output,
            [new("weights", new([steps.Count, w.Rows, w.Columns], [.. values])), new("step", new([steps.Count], [.. steps]))]
        );
        var card = RuleCatalog.Card(rule);
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    Rule = card.Id,
                    Steps = t,
                    Kept = steps.Count,
                    Senders = w.Columns,
                    Receivers = w.Rows,
                    MeanBefore = w.Values.Average(),
                    MeanAfter = last.Values.Average(),
                    File = output,
                }
            );
        }
        else
        {
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{card.Name}: {t} steps of {Quantity.Show(dt, "s")}, {w.Rows} x {w.Columns} synapses; mean weight {w.Values.Average():G6} -> {last.Values.Average():G6}"
                )
            );
            Console.Out.WriteLine($"Weights: {output} (weights [{steps.Count}, {w.Rows}, {w.Columns}], step)");
        }

        return Terminal.Done;
    }

    private static (GivenActivity Given, Matrix W, double Dt, PlasticMatrixOptions Options) Read(string file)
    {
        using var archive = NpzArchive.Open(file);
        var names = archive.Arrays.Select(array => array.Name).ToHashSet(StringComparer.Ordinal);
        Matrix? Get(string name) => names.Contains(name) ? archive.Read(name).ToMatrix($"{file}: {name}") : null;
        Matrix Needed(string name) => Get(name) ?? archive.Read(name).ToMatrix(name);
        double? One(string name) =>
            Get(name) is not { } value ? null
            : value.Values.Length == 1 ? value.Values[0]
            : throw new UserError($"{file}: {name} must be one number, but has {value.Values.Length}.");
        var (pre, post) = (Needed("pre"), Needed("post"));
        var w = Get("w") ?? new(1, 1);
        return (
            new(pre, post) { PreChange = Get("pre_change"), PostChange = Get("post_change") },
            w.Values.Length == 1 ? Matrix.From(post.Columns, pre.Columns, (_, _) => w[0, 0]) : w,
            One("dt") ?? Needed("dt")[0, 0],
            new()
            {
                WeightMin = One("weight_min") ?? double.NegativeInfinity,
                WeightMax = One("weight_max") ?? double.PositiveInfinity,
                Decay = One("decay") ?? 0,
                Scale = One("scale") ?? 1,
            }
        );
    }
}
