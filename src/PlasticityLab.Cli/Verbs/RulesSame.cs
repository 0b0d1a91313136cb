using System.CommandLine;
using PlasticityLab.Cli.Docs;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Cli.Verbs;

/// <summary><c>rules same</c>: which named rules are equal on which experiments.</summary>
internal static class RulesSame
{
    public static Command Build()
    {
        var tau = new Option<string>("--tau") { Description = "Time constant of every trace", DefaultValueFactory = _ => "20 ms" };
        var json = Terminal.Json();
        var command = new Command(
            "same",
            "Which rules of the catalogue no experiment of a kind can tell apart, by their normal forms.\n\nExamples:\n  plasticity rules same\n  plasticity rules same --tau 50ms --json"
        )
        {
            tau,
            json,
        };
        command.SetAction(result => Show(result.GetValue(tau)!, result.GetValue(json)));
        return command;
    }

    private static int Show(string text, bool json)
    {
        if (!Quantity.TryParse(text, "s", out var tau, out var problem))
        {
            throw new UserError($"--tau {problem}");
        }

        UserError.ThrowIfAny(Require.All(Require.Between(tau, 1e-4, 10, "--tau")));
        var kinds = RuleEquivalence.Kinds.Select(kind => (Kind: kind, Groups: RuleEquivalence.Groups(kind, tau))).ToArray();
        if (json)
        {
            Terminal.PrintJson(
                kinds.Select(entry => new
                {
                    Experiment = entry.Kind.Id,
                    entry.Kind.Name,
                    entry.Kind.Seen,
                    entry.Groups,
                })
            );
            return Terminal.Done;
        }

        Console.Out.WriteLine(
            $"Bilinear rules in a rate network with their default amplitudes and {Quantity.Show(tau, "s")} for every trace; the same (=) but for the learning rate."
        );
        foreach (var (kind, groups) in kinds)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{kind.Name} (shows {kind.Seen}): {EqualRules.Count(groups)}");
            foreach (var group in groups)
            {
                Console.Out.WriteLine($"  {(group.IsNothing ? "not seen: " : "")}{EqualRules.Line(group)}");
            }
        }

        return Terminal.Done;
    }
}
