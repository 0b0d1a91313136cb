using System.CommandLine;
using PlasticityLab.Cli.Memory;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Replays recorded episodes.</summary>
internal sealed class EpisodesVerb : IVerb
{
    public Command Build()
    {
        var file = new Argument<string>("file") { Description = ".npz with an array \"neural\" [neuron, frame] and, if known, \"video_fps\" [Hz]" };
        var rules = MemoryOptions.Rules();
        var factors = new Option<int>("--factors") { Description = "Sequences to look for", DefaultValueFactory = _ => 2 };
        var lags = new Option<int>("--lags") { Description = "Longest sequence [frames]", DefaultValueFactory = _ => 20 };
        var seed = new Option<ulong>("--seed") { Description = "Seed", DefaultValueFactory = _ => 1 };
        var json = Terminal.Json();
        var command = new Command("episodes", "Find the sequence in a recording, let each rule imprint it, replay it and compare the order with shuffles.\n\nExamples:\n  plasticity episodes hvc.npz --rules hebbian,stdp,tah\n  plasticity episodes hvc.npz --json") { file, rules, factors, lags, seed, json };
        command.SetAction((r, cancellation) =>
        {
            var (activity, rate) = EpisodeTest.Read(r.GetValue(file)!);
            var result = EpisodeTest.Run(activity, rate, TunesVerb.Rules(r.GetValue(rules)), r.GetValue(factors), r.GetValue(lags), r.GetValue(seed), cancellation);
            if (r.GetValue(json))
            {
                Terminal.PrintJson(result);
                return Task.FromResult(Terminal.Done);
            }

            Console.Out.WriteLine($"{result.Neurons} neurons, {result.Frames} frames; {r.GetValue(factors)} sequences explain {100 * result.Explained:F0} % of the power. The strongest has {result.Sequence.Count} neurons over {(result.PeakLags.Count > 0 ? result.PeakLags[^1] - result.PeakLags[0] + 1 : 0)} frames.");
            if (result.Rows.Count == 0)
            {
                Console.Out.WriteLine("Fewer than 8 neurons take part in it: too few to compare orders. Try more --lags or other --factors.");
            }

            MemoryOptions.Print(result.Rows, false, $"{"rule",-24} fatigue  reached  rank correlation  shuffled (95 %)     p",
                row => $"{row.Rule,-24} {row.Fatigue,7} {100 * row.Reached,6:F0} % {row.RankCorrelation,17:F3}  {row.ShuffledLow,6:F2} .. {row.ShuffledHigh,5:F2}  {row.PValue,6:F4}");
            return Task.FromResult(Terminal.Done);
        });
        return command;
    }
}
