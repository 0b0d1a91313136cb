using System.CommandLine;
using System.Globalization;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Cli.Verbs;

/// <summary><c>rules apply</c>: the weights that a rule makes of activity in an array file.</summary>
internal static class RulesApply
{
    // 256 MiB of weights, and as much again while they are written; more is rarely looked at.
    private const long MostNumbers = 1L << 25;

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
                result.GetValue(rule)!,
                result.GetValue(set) ?? [],
                result.GetValue(file)!,
                result.GetValue(output)!,
                result.GetValue(every),
                result.GetValue(json)
            )
        );
        return command;
    }

    private static int Apply(string text, string[] settings, string file, string output, int every, bool json)
    {
        var problems = new Gathered();
        var made = RuleSettings.Rule(text, settings, problems);
        var read = Activity.Read(file, problems);
        if (made is not null && read is not null)
        {
            problems.Add(read.Given.Problems(made, read.W, read.Dt, read.Options).Select(problem => $"{file}: {problem}"));
        }

        problems.ThrowIfAny();
        var (rule, given, w, dt, options) = (made!, read!.Given, read.W, read.Dt, read.Options);
        var kept = (given.Pre.Rows + every - 1) / every;
        if ((long)kept * w.Rows * w.Columns > MostNumbers)
        {
            throw new UserError(
                $"{kept} times {w.Rows} x {w.Columns} weights are more than {MostNumbers:N0} numbers; keep fewer with --every."
            );
        }

        var (values, steps, t) = (new double[kept * w.Values.Length], new List<double>(), 0);
        var (last, lost) = (w, 0);
        foreach (var weights in given.Weights(rule, w, dt, options))
        {
            last = weights;
            lost = lost > 0 || weights.IsFinite() ? lost : t + 1;
            if (++t % every == 0 || t == given.Pre.Rows)
            {
                weights.Values.CopyTo(values, steps.Count * w.Values.Length);
                steps.Add(t);
            }
        }

        Npz.Write(output, [new("weights", new([steps.Count, w.Rows, w.Columns], values)), new("step", new([steps.Count], [.. steps]))]);
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
                    LastFinite = lost > 0 ? lost - 1 : t,
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

        if (lost > 0)
        {
            Console.Error.WriteLine(
                $"From step {lost} on not every weight is a finite number: the rule divides by 0 or grows without bound."
            );
            return Terminal.NumericalFailure;
        }

        return Terminal.Done;
    }

    /// <summary>What an array file says.</summary>
    private sealed record Activity(GivenActivity Given, Matrix W, double Dt, PlasticMatrixOptions Options)
    {
        /// <summary>Reads a file; null when there are problems.</summary>
        public static Activity? Read(string file, Gathered problems)
        {
            using var archive = problems.Try(() => NpzArchive.Open(file));
            if (archive is null)
            {
                return null;
            }

            var names = archive.Arrays.Select(array => array.Name).ToHashSet(StringComparer.Ordinal);
            var before = problems.Count;
            Matrix? Get(string name) => names.Contains(name) ? problems.Try(() => archive.Read(name).ToMatrix($"{file}: {name}")) : null;
            Matrix? Needed(string name) => names.Contains(name) ? Get(name) : problems.Try(() => archive.Read(name).ToMatrix(name));
            double? One(Matrix? value, string name)
            {
                if (value is { Values.Length: not 1 })
                {
                    problems.Add([$"{file}: {name} must be one number, but has {value.Values.Length}."]);
                }

                return value is { Values: [var number, ..] } ? number : null;
            }

            double? Option(string name) => One(Get(name), name);
            var (pre, post, dt, w) = (Needed("pre"), Needed("post"), One(Needed("dt"), "dt"), Get("w") ?? new(1, 1));
            var given = (PreChange: Get("pre_change"), PostChange: Get("post_change"));
            var options = new PlasticMatrixOptions
            {
                WeightMin = Option("weight_min") ?? double.NegativeInfinity,
                WeightMax = Option("weight_max") ?? double.PositiveInfinity,
                Decay = Option("decay") ?? 0,
                Scale = Option("scale") ?? 1,
            };
            return problems.Count > before
                ? null
                : new(
                    new(pre!, post!) { PreChange = given.PreChange, PostChange = given.PostChange },
                    w.Values.Length == 1 ? Matrix.From(post!.Columns, pre!.Columns, (_, _) => w[0, 0]) : w,
                    dt!.Value,
                    options
                );
        }
    }
}
