using System.CommandLine;
using PlasticityLab.Cli.Benchmarks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Measures the kernels side by side with other programs.</summary>
internal sealed class BenchVerb : IVerb
{
    public Command Build()
    {
        var benchmarks = Catalog.Make<IBenchmark>().OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal).ToArray();
        var names = new Argument<string[]>("benchmark")
        {
            Description = string.Join("; ", benchmarks.Select(b => $"{b.Name}: {b.About}")),
            Arity = ArgumentArity.ZeroOrMore,
        };
        var large = new Option<bool>("--large") { Description = "Include the largest networks" };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of the interleaved measurement", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds")
        {
            Description = "CPU seconds of each measurement in each round",
            DefaultValueFactory = _ => 0.3,
        };
        var gate = new Option<bool>("--gate")
        {
            Description =
                $"Hold rates and spiking against their limits (times C, best of at least {BenchGate.Rounds} rounds) and add a line each to benchmarks/history.csv; ends with 1 when one is too slow",
        };
        var (json, quiet) = (Terminal.Json(), Terminal.Quiet());
        var command = new Command(
            "bench",
            "Measure speed side by side with other programs: one interleaved run, medians of CPU time, one thread unless said.\nx1.30 means 1.3 times our time: above 1 we are faster.\n\nExamples:\n  plasticity bench rates\n  plasticity bench --rounds 5 --json\n  plasticity bench --gate"
        )
        {
            names,
            large,
            rounds,
            seconds,
            gate,
            json,
            quiet,
        };
        command.SetAction(
            (result, cancellation) =>
            {
                var asked = result.GetValue(names) ?? [];
                UserError.ThrowIfAny(
                    asked
                        .Where(name => !benchmarks.Any(b => Names.Same(b.Name, name)))
                        .Select(name => $"There is no benchmark \"{name}\". {Names.Known(name, benchmarks.Select(b => b.Name))}")
                        .Concat(
                            Require.All(
                                Require.AtLeast(result.GetValue(rounds), 1, "--rounds"),
                                Require.Positive(result.GetValue(seconds), "--seconds")
                            )
                        )
                );
                var gated = result.GetValue(gate);
                var options = new BenchOptions(
                    result.GetValue(large),
                    gated ? Math.Max(BenchGate.Rounds, result.GetValue(rounds)) : result.GetValue(rounds),
                    result.GetValue(seconds)
                );
                var rows = benchmarks
                    .Where(b => asked.Length == 0 ? !gated || b.IsHeld : asked.Any(name => Names.Same(b.Name, name)))
                    .SelectMany(b => b.Run(options, result.GetValue(json) ? _ => { } : Console.Out.WriteLine, cancellation))
                    .ToArray();
                if (result.GetValue(json))
                {
                    Terminal.PrintJson(rows);
                }

                return Task.FromResult(gated ? Judge(rows) : Terminal.Done);
            }
        );
        return command;
    }

    private static int Judge(IReadOnlyList<BenchRow> rows)
    {
        var held = BenchGate.Of(rows);
        foreach (var one in held)
        {
            Console.Error.WriteLine(one.Line);
        }

        if (Programs.Folder() is { } folder)
        {
            Console.Error.WriteLine($"Added to {BenchGate.Keep(folder, held)}");
        }

        return held.All(one => one.Holds) ? Terminal.Done : Terminal.SaysNo;
    }
}
