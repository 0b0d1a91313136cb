using System.CommandLine;
using System.Globalization;
using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;
using Spectre.Console;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Shows the learning rules, checks rules typed as text, applies rules to activity.</summary>
internal sealed class RulesVerb : IVerb
{
    // Columns that a table of rules needs for equations to stay readable.
    private const int NarrowList = 150;

    private static readonly double[] Lags = [-0.080, -0.040, -0.020, -0.010, -0.005, 0, 0.005, 0.010, 0.020, 0.040, 0.080];

    public Command Build()
    {
        var command = new Command(
            "rules",
            "Show the learning rules, check one typed as text, apply one to activity, or tell which are the same.\n\nExamples:\n  plasticity rules list\n  plasticity rules describe rate_stdp\n  plasticity rules apply oja activity.npz\n  plasticity rules check \"dw = eta*(pre.rate*post.rate - alpha*post.rate^2*w)\" --set eta=0.01 --set alpha=1"
        );
        var listJson = Terminal.Json();
        var list = new Command("list", "List the rules.\n\nExamples:\n  plasticity rules list\n  plasticity rules list --json")
        {
            listJson,
        };
        list.SetAction(result => List(result.GetValue(listJson)));
        var id = new Argument<string>("rule") { Description = "Id or short name of a rule" };
        var describeJson = Terminal.Json();
        var describe = new Command(
            "describe",
            "Equation, parameters, source and window of one rule.\n\nExamples:\n  plasticity rules describe oja\n  plasticity rules describe stdp --json"
        )
        {
            id,
            describeJson,
        };
        describe.SetAction(result => Describe(result.GetValue(id)!, result.GetValue(describeJson)));
        var equation = new Argument<string>("rule") { Description = "The equation, in quotes, or id or short name of a rule" };
        var set = new Option<string[]>("--set")
        {
            Description = "Value of a parameter, name=value; a time with its unit, as tau=20ms",
            AllowMultipleArgumentsPerToken = true,
        };
        var checkJson = Terminal.Json();
        var check = new Command(
            "check",
            "Check a rule typed as text, or one of the catalogue with values of your own: symbols, traces, window, its place among the bilinear rules.\n\nExamples:\n  plasticity rules check \"dw = 0.01*pre.rate*post.rate\"\n  plasticity rules check bilinear --set rate_fast=1 --set fast_rate=-0.5\n  plasticity rules check \"dw = a*post.rate*pre.fast(20 ms)\" --set a=10 --json"
        )
        {
            equation,
            set,
            checkJson,
        };
        check.SetAction(result => Check(result.GetValue(equation)!, result.GetValue(set) ?? [], result.GetValue(checkJson)));
        command.Subcommands.Add(list);
        command.Subcommands.Add(describe);
        command.Subcommands.Add(check);
        command.Subcommands.Add(RulesApply.Build());
        command.Subcommands.Add(RulesSame.Build());
        return command;
    }

    private static int List(bool json)
    {
        if (json)
        {
            Terminal.PrintJson(RuleCatalog.Cards.Select(Shape));
            return Terminal.Done;
        }

        if (Terminal.Width < NarrowList)
        {
            foreach (var card in RuleCatalog.Cards)
            {
                var name = Terminal.Wrap(
                    $"{card.Name} ({card.Id}); {Lower(card.Family)}, tells direction: {Told(card)}",
                    Terminal.Width - 4
                );
                var more = Terminal.Wrap($"{card.Equation}. {card.Intuition}", Terminal.Width - 4);
                Console.Out.WriteLine(string.Join($"{Environment.NewLine}    ", name.Concat(more)));
            }

            return Terminal.Done;
        }

        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("rule", "id", "equation", "family", "tells direction", "in a sentence");
        foreach (var card in RuleCatalog.Cards)
        {
            table.AddRow(
                Markup.Escape(card.Name),
                card.Id,
                Markup.Escape(card.Equation),
                Lower(card.Family),
                Told(card),
                Markup.Escape(card.Intuition)
            );
        }

        table.Caption("tells direction: in brackets the time-reversal index with the default values, (F - B)/(|F| + |B|) at a hand-over");
        table.Columns[0].NoWrap();
        table.Columns[1].NoWrap();
        Terminal.Out.Write(table);
        return Terminal.Done;
    }

    private static string Told(RuleCard card) =>
        card.ByValues
            ? Direction(card)
            : $"{Direction(card)} ({RuleTheory.Index(RulePrediction.Of(RuleCatalog.Create(card.Id)).TimeReversalIndex)})";

    private static int Describe(string id, bool json)
    {
        var card = RuleCatalog.Card(id);
        var (window, theory) = (Window(RuleCatalog.Create(id)), RulePrediction.Of(RuleCatalog.Create(id)));
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    card.Id,
                    card.Short,
                    card.Name,
                    card.Equation,
                    card.Source,
                    Family = Lower(card.Family),
                    TimeReversal = Lower(card.Reversal),
                    Clock = Lower(card.Clock),
                    card.Intuition,
                    Parameters = Settings
                        .Numbers(RuleCatalog.TypeOf(id))
                        .Select(parameter => new
                        {
                            parameter.Name,
                            parameter.Meaning,
                            parameter.Default,
                            parameter.Unit,
                        }),
                    Theory = RuleTheory.Shape(theory),
                    Window = window,
                }
            );
            return Terminal.Done;
        }

        Console.Out.WriteLine($"{card.Name} ({card.Id}{(Names.Same(card.Short, card.Id) ? "" : $"; also read: {card.Short}")})");
        Console.Out.WriteLine($"  {card.Intuition}");
        Console.Out.WriteLine();
        Console.Out.WriteLine($"  equation    {card.Equation}");
        Console.Out.WriteLine($"  source      {card.Source}");
        Console.Out.WriteLine($"  family      {Lower(card.Family)}; tells direction: {Direction(card)}");
        Console.Out.WriteLine(
            $"  acts        {card.Clock switch { RuleClock.AtSpikes => "at spikes only", RuleClock.AtSpikesAndAbove => "at spikes, and while the receiver is depolarised", _ => "at every step" }}"
        );
        Console.Out.WriteLine();
        foreach (var parameter in Settings.Numbers(RuleCatalog.TypeOf(id)))
        {
            Console.Out.WriteLine(
                $"  {parameter.Name, -12} {Quantity.Show((double)parameter.Default!, parameter.Unit), 10}   {parameter.Meaning}"
            );
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("  With these values:");
        RuleTheory.Print(theory, card.Id);
        PrintWindow(window);
        return Terminal.Done;
    }

    private static int Check(string equation, string[] settings, bool json)
    {
        var rule = RuleSettings.Rule(equation, settings);
        UserError.ThrowIfAny([.. rule.Problems()]);
        var (card, window) = (CardOf(rule), Window(rule));
        var theory = RulePrediction.Of(rule);
        var traces = new[]
        {
            ("pre.fast", rule.Traces.PreFast),
            ("pre.slow", rule.Traces.PreSlow),
            ("post.fast", rule.Traces.PostFast),
            ("post.slow", rule.Traces.PostSlow),
        }
            .Where(t => t.Item2.Kind != TraceKind.None)
            .ToArray();
        var isNumber = window.All(point => double.IsFinite(point.Change));
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    Ok = isNumber,
                    card.Equation,
                    Family = Lower(card.Family),
                    Traces = traces.Select(t => new
                    {
                        Name = t.Item1,
                        Follows = Lower(t.Item2.Kind),
                        t.Item2.Tau,
                    }),
                    Theory = RuleTheory.Shape(theory),
                    Window = window,
                }
            );
            return isNumber ? Terminal.Done : Terminal.SaysNo;
        }

        Console.Out.WriteLine($"A local rule: {card.Equation}");
        Console.Out.WriteLine($"  family      {Lower(card.Family)}; tells direction: {Direction(card)}");
        foreach (var (name, trace) in traces)
        {
            Console.Out.WriteLine($"  {name} follows {Lower(trace.Kind)} with {Quantity.Show(trace.Tau, "s")}");
        }

        if (!isNumber)
        {
            Console.Out.WriteLine("  It divides by 0, or grows without bound: the change of a weight by one pair of pulses is no number.");
            return Terminal.SaysNo;
        }

        Console.Out.WriteLine();
        RuleTheory.Print(theory, RuleCatalog.Card(rule).Id);
        PrintWindow(window);
        return Terminal.Done;
    }

    private static object Shape(RuleCard card) =>
        new
        {
            card.Id,
            card.Short,
            card.Name,
            card.Equation,
            card.Source,
            Family = Lower(card.Family),
            TimeReversal = Lower(card.Reversal),
            Clock = Lower(card.Clock),
            card.Intuition,
        };

    private static string Lower<T>(T value)
        where T : struct, Enum => Names.Snake(value.ToString());

    // What a rule is with the values that it has here.
    private static RuleCard CardOf(ILearningRule rule)
    {
        var card = RuleCatalog.Card(rule);
        var (family, reversal) = card.ByValues ? RuleWindow.Kind(rule) : (card.Family, card.Reversal);
        return card with { Family = family, Reversal = reversal, ByValues = false };
    }

    private static string Direction(RuleCard card) =>
        card.Reversal switch
        {
            _ when card.ByValues => "by its values",
            TimeReversal.Invariant => "no",
            TimeReversal.Nearly => "hardly",
            _ => "yes",
        };

    private static void PrintWindow(IReadOnlyList<WindowPoint> window)
    {
        Console.Out.WriteLine();
        if (window.Count == 0)
        {
            Console.Out.WriteLine(
                "  No window of its own: what a pair of spikes does depends on the receiver's potential (plasticity reproduce S16)."
            );
            return;
        }

        Console.Out.WriteLine("  Change of a weight of 0.5 when the receiver's 5 ms pulse of activity comes this long after the sender's:");
        if (window.All(point => point.Lag == 0 || point.Change == 0))
        {
            Console.Out.WriteLine("  (it acts on coincidence only: pulses that do not overlap change nothing)");
        }
        else if (window.Where(point => Math.Abs(point.Lag) >= 0.005).Select(point => point.Change).Distinct().Count() == 1)
        {
            Console.Out.WriteLine("  (apart from coincidence the order and the distance of the pulses do not matter)");
        }

        var largest = Math.Max(window.Max(point => Math.Abs(point.Change)), 1e-300);
        foreach (var point in window)
        {
            var bar = (int)Math.Round(20 * (Math.Abs(point.Change) / largest));
            Console.Out.WriteLine(
                $"  {point.Lag * 1000, 5:0} ms  {Change(point.Change, largest), 11}  {(point.Change < 0 ? new string('-', bar) : new string('+', bar))}"
            );
        }
    }

    // Decimals as far as they can be compared at a glance.
    private static string Change(double change, double largest) =>
        change.ToString(largest < 1e6 ? "+0.00000;-0.00000;0" : "+0.0000E+0;-0.0000E+0;0", CultureInfo.InvariantCulture);

    private static IReadOnlyList<WindowPoint> Window(ILearningRule rule) => RuleWindow.Has(rule) ? RuleWindow.Of(rule, Lags) : [];
}
