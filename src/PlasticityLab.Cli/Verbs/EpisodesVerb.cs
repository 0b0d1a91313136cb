using System.CommandLine;
using PlasticityLab.Cli.Memory;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Replays recorded episodes.</summary>
internal sealed class EpisodesVerb : IVerb
{
    public Command Build()
    {
        var file = new Argument<string>("file")
        {
            Description = ".npz with an array \"neural\" [neuron, frame] and, if known, \"video_fps\" [Hz]",
        };
        var rules = MemoryOptions.Rules();
        var factors = new Option<int>("--factors") { Description = "Sequences to look for", DefaultValueFactory = _ => 1 };
        var lags = new Option<int>("--lags") { Description = "Longest sequence [frames]", DefaultValueFactory = _ => 20 };
        var seed = new Option<ulong>("--seed") { Description = "Seed", DefaultValueFactory = _ => 1 };
        var figure = MemoryOptions.Figure();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var command = new Command(
            "episodes",
            "Find the sequence in a recording, let each rule imprint it, replay it and compare the order with shuffles.\n\nExamples:\n  plasticity episodes hvc.npz --rules hebbian,stdp,tah\n  plasticity episodes hvc.npz --json"
        )
        {
            file,
            rules,
            factors,
            lags,
            seed,
            figure,
            write,
            json,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                FigureFile.Check(r.GetValue(figure));
                if (r.GetValue(write) is { } study)
                {
                    StudyOut.Save(
                        study,
                        "episodes",
                        "Which rules imprint a recorded sequence?",
                        TunesVerb.Rules(r.GetValue(rules)),
                        FormattableString.Invariant(
                            $"episodes: {{ file: {StudyOut.Place(study, r.GetValue(file)!)}, factors: {r.GetValue(factors)}, lags: {r.GetValue(lags)}, seed: {r.GetValue(seed)} }}"
                        )
                    );
                }

                var (activity, rate) = EpisodeTest.Read(r.GetValue(file)!);
                var result = EpisodeTest.Run(
                    activity,
                    rate,
                    TunesVerb.Rules(r.GetValue(rules)),
                    r.GetValue(factors),
                    r.GetValue(lags),
                    r.GetValue(seed),
                    cancellation
                );
                MemoryOptions.Save(r.GetValue(figure), () => EpisodeFigure.Draw(result.Sequence, result.Rows, result.Factors));
                if (r.GetValue(json))
                {
                    Terminal.PrintJson(result);
                    return Task.FromResult(Terminal.Done);
                }

                Console.Out.WriteLine(
                    $"{result.Neurons} neurons, {result.Frames} frames. In the first {result.TrainingFrames}, {result.Factors.Count} sequences explain {100 * result.Explained:F0} % of the power; the rest is held out."
                );
                foreach (var factor in result.Factors)
                {
                    Console.Out.WriteLine(
                        $"  sequence {factor.Factor}: {factor.Neurons} neurons; in the held-out part {factor.Events} times, skewness {factor.Skewness.Text("F2")}, p = {factor.PValue:F3} against shifted neurons"
                    );
                }

                Console.Out.WriteLine(
                    $"Replayed: {result.Sequence.Count} neurons over {(result.Sequence.Count > 0 ? result.Sequence[^1].Lag - result.Sequence[0].Lag + 1 : 0)} frames; their order agrees with the held-out part with a rank correlation of {result.Agreement.Text("F2")}."
                );
                if (result.Rows.Count == 0)
                {
                    Console.Out.WriteLine(
                        "Fewer than 8 neurons take part in it: too few to compare orders. Try more --lags or other --factors."
                    );
                }

                MemoryOptions.Print(
                    result.Rows,
                    false,
                    $"{"rule", -24} fatigue  reached  rank correlation  shuffled (95 %)     p     p (Holm)  held out",
                    row =>
                        $"{DisplayNames.Rule(row.Rule), -24} {row.Fatigue, 7} {100 * row.Reached, 6:F0} % {row.RankCorrelation.Text("F3"), 17}  {row.ShuffledLow.Text("F2"), 6} .. {row.ShuffledHigh.Text("F2"), 5}  {row.PValue, 6:F4}  {row.PHolm, 8:F4}  {row.HeldOut.Text("F3"), 8}"
                );
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }
}
