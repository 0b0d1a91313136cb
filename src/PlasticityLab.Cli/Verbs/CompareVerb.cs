using System.CommandLine;
using System.Text.RegularExpressions;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Compares a few rules fairly without a study file: the same seeds and initial weights, equal budgets of tuning, paired statistics.
/// It writes the study that it runs.</summary>
internal sealed partial class CompareVerb : IVerb
{
    private readonly Argument<string[]> _rules = new("rule")
    {
        Description = "Two or more: id or short name (plasticity rules), or an equation \"dw = ...\" of numbers and eta, which is tuned",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "New networks that every rule is scored on",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<int> _tuning = new("--tuning")
    {
        Description = "Configurations tried for each rule before it is scored; 0: the rules as they stand",
        DefaultValueFactory = _ => 30,
    };
    private readonly Option<string[]> _set = Terminal.Set("task.items=10");
    private readonly Option<string> _out = Terminal.Studies();
    private readonly Option<int> _threads = Terminal.Threads();
    private readonly Option<bool> _json = Terminal.Json();
    private readonly Option<bool> _quiet = Terminal.Quiet();

    public Command Build()
    {
        var command = new Command(
            "compare",
            "Compare rules on equal terms: the same networks, equal budgets of tuning, with and without adaptation; pairs that lie within the margin are not ranked. The study file that does the same is written beside the results.\n\nExamples:\n  plasticity compare hebb stdp\n  plasticity compare hebb oja \"dw = eta*pre.rate*(post.rate - w)\" --seeds 10 --set task.items=10\n  plasticity compare spike_hebbian spike_stdp"
        )
        {
            _rules,
            _seeds,
            _tuning,
            _set,
            _out,
            _threads,
            _json,
            _quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private Task<int> Run(ParseResult result, CancellationToken cancellation)
    {
        var rules = result.GetValue(_rules) ?? [];
        var text = StudyFile.With(
            Study(rules, result.GetValue(_seeds), result.GetValue(_tuning)),
            result.GetValue(_set) ?? [],
            "comparison"
        );
        var study = StudyFile.Parse(text, "comparison");
        var parent = result.GetValue(_out)!;
        var file = StudyFolder.At(study, parent).Path + ".yaml";
        OutputFile.MakeFolder(parent);
        OutputFile.WriteText(file, text);
        return new StudyRun(result.GetValue(_threads), Report: true, result.GetValue(_json), result.GetValue(_quiet))
        {
            Ranks = true,
            File = file,
        }.Run(study, text, parent, cancellation);
    }

    /// <summary>The study that compares rules.</summary>
    /// <param name="rules">Ids, short names or equations, at least two.</param>
    /// <param name="seeds">Networks a rule.</param>
    /// <param name="tuning">Configurations a rule; 0: none.</param>
    /// <exception cref="UserError">Fewer than two rules, a rule that is not known or named twice, or rules on rates beside rules on spikes;
    /// one sentence a problem.</exception>
    internal static string Study(IReadOnlyList<string> rules, int seeds, int tuning)
    {
        UserError.ThrowIfAny(Problems(rules));
        string[] names = [.. rules.Select((rule, i) => IsEquation(rule) ? $"own_{i + 1}" : RuleCatalog.Card(rule).Short)];
        // Tuning draws the learning rate; it only has to be there.
        var rate = tuning > 0 ? ", eta: 1" : "";
        var entries = rules.Zip(
            names,
            (rule, name) =>
                IsEquation(rule)
                    ? $"{{ name: {name}, equation: {Quoted(rule)}{(Eta().IsMatch(rule) ? rate : "")} }}"
                    : $"{{ name: {name}, rule: {RuleCatalog.Card(rule).Id} }}"
        );
        var onSpikes = rules.Any(rule => !IsEquation(rule) && IsOnSpikes(RuleCatalog.Card(rule)));
        return $"""
            # plasticity compare {string.Join(' ', rules.Select(rule => IsEquation(rule) ? Quoted(rule) : rule))}
            schema_version: 1
            name: compare-{string.Join('-', names.Take(4))}
            question: Which of the rules {Wording.And(names)} lets a random recurrent network play a learned sequence by itself?
            network: {(onSpikes ? "{ kind: spiking }" : "{ kind: rate }")}
            conditions:
              A: {"{"} title: no adaptation, network.adaptation: 0 {"}"}
              B: {"{"} title: adaptation, network.adaptation: {(onSpikes ? 25 : 1)}, network.adaptation_tau: 100 ms {"}"}
            rules:
            {string.Join('\n', entries.Select(entry => $"  - {entry}"))}
            {(
                tuning == 0 ? "" : $"tuning: {{ configurations: {tuning}, root: 9000, first_seed: 9001 }}\n"
            )}seeds: {"{"} first: 100, count: {seeds} {"}"}
            controls: [no_learning]
            precision: single

            """;
    }

    private static IEnumerable<string> Problems(IReadOnlyList<string> rules)
    {
        if (rules.Count < 2)
        {
            yield return $"compare needs two rules or more, but {(rules.Count == 0 ? "none" : "one")} is given; \"plasticity rules\" lists them.";
        }

        string[] names = [.. rules.Where(rule => !IsEquation(rule))];
        string[] unknown = [.. names.Where(name => !Catalog.Of<ILearningRule>().Has(name))];
        foreach (var name in unknown)
        {
            yield return RuleCatalog.NotKnown(name);
        }

        RuleCard[] cards = [.. names.Where(name => !unknown.Contains(name)).Select(RuleCatalog.Card)];
        foreach (var same in cards.GroupBy(card => card.Id).Where(same => same.Count() > 1))
        {
            yield return $"{same.Key} is given {same.Count()} times; name each rule once.";
        }

        if (cards.FirstOrDefault(IsOnSpikes) is { } spikes && cards.FirstOrDefault(card => !IsOnSpikes(card)) is { } rates)
        {
            yield return $"{rates.Id} acts on rates and {spikes.Id} on spikes, and one study has one kind of network; choose rules of one kind, as in \"plasticity compare spike_hebbian spike_stdp\".";
        }
    }

    [GeneratedRegex(@"\beta\b")]
    private static partial Regex Eta();

    private static bool IsEquation(string rule) => rule.Contains('=', StringComparison.Ordinal);

    private static bool IsOnSpikes(RuleCard card) => card.Clock != RuleClock.EveryStep;

    // Between double quotation marks YAML and a shell want the same two signs escaped.
    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
}
