using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>How a rule's replay compares with the recorded sequence.</summary>
[Table("memory_episode_rows", "the replay of one rule")]
public sealed record EpisodeRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "steps for which a winner cannot win again")] int Fatigue,
    [Column("", "share of the sequence's neurons that were active in the replay after the cue")] double Reached,
    [Column("", "Spearman's ρ between the order of first activity in the replay and the recorded order, over neurons not in the cue")]
        double RankCorrelation,
    [Column("", "2.5 % point of ρ when the recorded order is shuffled")] double ShuffledLow,
    [Column("", "97.5 % point")] double ShuffledHigh,
    [Column("", "share of shuffles with ρ at least as high, one added to both counts")] double PValue,
    [Column("", "the same, corrected for all rows of the table (Holm 1979)")] double PHolm,
    [Column("", "ρ with the order in the part that neither sequence nor rule has seen; empty when it does not come there")] double HeldOut
) : IRuleRow;

/// <summary>One sequence found in a recording.</summary>
[Table("memory_episode_factors", "one sequence found in the recording")]
public sealed record EpisodeFactor(
    [Column("", "its number, strongest first", Key = true, Examples = "1..3")] int Factor,
    [Column("", "neurons that take part")] int Neurons,
    [Column("", "skewness of its overlap with the held-out part")] double Skewness,
    [Column("", "share of sequences with shifted neurons that reach it there")] double PValue,
    [Column("", "how often it comes in the held-out part")] int Events
);

/// <summary>A neuron of the replayed sequence.</summary>
[Table("memory_episode_sequence", "one neuron of the replayed sequence")]
public sealed record EpisodeNeuron(
    [Column("", "its row in the recording", Key = true, Examples = "0..23")] int Neuron,
    [Column("frames", "when it peaks in the sequence")] int Lag,
    [Column("", "when it peaks in the held-out part, after the sequence's beginnings there; empty when it is silent")] double HeldOutLag,
    [Column("", "step at which it was first active in the best rule's replay; −1 for neurons of the cue, empty when never")] double Replayed
);

/// <summary>What was found in a recording, and how rules replay it.</summary>
/// <param name="Neurons">Neurons recorded.</param>
/// <param name="Frames">Frames recorded.</param>
/// <param name="TrainingFrames">Frames, the first ones, that sequences and rules saw.</param>
/// <param name="Explained">Power of these that the sequences explain.</param>
/// <param name="Factors">The sequences, strongest first.</param>
/// <param name="Sequence">Neurons of the sequence that was replayed, in its order: the most significant one, the strongest of
/// equals.</param>
/// <param name="Agreement">Spearman's ρ between its order and the order in the held-out part: as much as a replay can be expected to reach
/// there.</param>
/// <param name="Rows">One row a rule and fatigue, best first.</param>
public sealed record EpisodeResult(
    int Neurons,
    int Frames,
    int TrainingFrames,
    double Explained,
    IReadOnlyList<EpisodeFactor> Factors,
    IReadOnlyList<EpisodeNeuron> Sequence,
    double Agreement,
    IReadOnlyList<EpisodeRow> Rows
);

/// <summary>A recorded episode: the sequence in it is found, imprinted by each rule and replayed.</summary>
/// <remarks>
/// The sequence comes from <see cref="SequenceFactors"/> of the first 60 % of the frames, and is tested on the rest. Each rule then sees
/// the recorded activity of these first frames itself, each neuron
/// scaled to a maximum of 1, frame by frame through its own formula and traces, and changes W from 0. Replay cues the first neurons of the
/// sequence; at each step the most driven ones win, and
/// winners tire for a few steps.
/// </remarks>
public static class EpisodeTest
{
    private const int Shuffles = 2000;

    /// <summary>Reads a recording with an array <c>neural</c> [neuron, frame] and, if there, <c>video_fps</c> [Hz].</summary>
    /// <exception cref="UserError">There is no such array, or it is too small or not finite.</exception>
    public static (Matrix Activity, double FramesPerSecond) Read(string path)
    {
        using var archive = NpzArchive.Open(path);
        if (!archive.Arrays.Any(array => array.Name == "neural"))
        {
            throw new UserError($"{path} has no array \"neural\" [neuron, frame]; it holds: {archive.Contents}.");
        }

        var activity = archive.Read("neural").ToMatrix($"{path}: array neural").Copy();
        UserError.ThrowIfAny(
            Require.All(
                activity.Rows is >= 5 and <= 2000 && activity.Columns is >= 50 and <= 200_000
                    ? null
                    : $"{path}: neural must hold 5 .. 2000 neurons and 50 .. 200000 frames, but is {activity.Rows} x {activity.Columns}.",
                activity.IsFinite() ? null : $"{path}: neural has values that are not finite numbers."
            )
        );
        var rate = 30.0;
        if (archive.Arrays.Any(array => array.Name == "video_fps"))
        {
            rate = archive.Read("video_fps").Values is [> 0 and <= 1e6 and var value]
                ? value
                : throw new UserError($"{path}: video_fps must be one number above 0 and at most 1e6 [Hz].");
        }

        for (var i = 0; i < activity.Rows; i++)
        {
            var row = activity.Row(i);
            double top = 0;
            foreach (var x in row)
            {
                top = Math.Max(top, x);
            }

            for (var t = 0; t < row.Length; t++)
            {
                row[t] = top > 0 ? Math.Max(0, row[t]) / top : 0;
            }
        }

        return (activity, rate);
    }

    /// <summary>Finds the strongest sequence and lets every rule imprint and replay it.</summary>
    public static EpisodeResult Run(
        Matrix activity,
        double framesPerSecond,
        IReadOnlyList<MemoryRule> rules,
        int factors = 1,
        int lags = 20,
        ulong seed = 1,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(rules);
        var training = activity.Columns * 6 / 10;
        UserError.ThrowIfAny(
            Require.All(
                Require.AtLeast(factors, 1),
                lags >= 3 && lags <= (activity.Columns - training) / 2
                    ? null
                    : $"lags must lie in 3 .. {(activity.Columns - training) / 2}, half of the held-out frames, but is {lags}."
            )
        );
        var (seen, heldOut) = (
            Matrix.From(activity.Rows, training, (i, t) => activity[i, t]),
            Matrix.From(activity.Rows, activity.Columns - training, (i, t) => activity[i, training + t])
        );
        var streams = TestMemory.Streams(seed);
        var found = new SequenceFactors(seen, factors, lags, 5e-4, 60, streams.Open(StreamPurpose.Analysis), cancellation);
        var all = found
            .ByStrength()
            .Select(
                (factor, k) =>
                {
                    var (skewness, p) = found.Significance(heldOut, factor, streams.Open(StreamPurpose.Analysis, 2 + k), 500, cancellation);
                    return (
                        factor,
                        Row: new EpisodeFactor(
                            k + 1,
                            found.PeakLags(factor).Count(lag => lag >= 0),
                            skewness,
                            p,
                            Events(found, heldOut, factor, lags).Count
                        )
                    );
                }
            )
            .ToArray();
        var chosen = all.Where(x => x.Row.Neurons >= 8).OrderBy(x => x.Row.PValue).FirstOrDefault(all[0]).factor;
        var peaks = found.PeakLags(chosen);
        int[] sequence = [.. Enumerable.Range(0, activity.Rows).Where(i => peaks[i] >= 0).OrderBy(i => peaks[i]).ThenBy(i => i)];
        int[] lagsOf = [.. sequence.Select(i => peaks[i])];
        var later = HeldOutLags(heldOut, Events(found, heldOut, chosen, lags), sequence, lags);
        var replays = new List<(EpisodeRow Row, int[] First)>();
        if (sequence.Length >= 8)
        {
            foreach (var rule in rules)
            {
                var weights = rule.Rule.Accept(new Imprint(seen, sequence, 1 / framesPerSecond, cancellation));
                replays.AddRange(new[] { 0, 3 }.Select(fatigue => Replay(rule.Name, weights, lagsOf, later, fatigue, seed)));
            }
        }

        var holm = HolmCorrection.Adjust([.. replays.Select(x => x.Row.PValue)]);
        var ordered = replays
            .Select((x, k) => (Row: x.Row with { PHolm = holm[k] }, x.First))
            .OrderByDescending(x => double.IsNaN(x.Row.RankCorrelation) ? -2 : x.Row.RankCorrelation * x.Row.Reached)
            .ToArray();
        var winners = Math.Max(2, sequence.Length / 10);
        return new EpisodeResult(
            activity.Rows,
            activity.Columns,
            training,
            found.Explained,
            [.. all.Select(x => x.Row)],
            [
                .. sequence.Select(
                    (neuron, at) =>
                        new EpisodeNeuron(
                            neuron,
                            lagsOf[at],
                            later[at],
                            ordered.Length == 0 ? double.NaN
                                : at < winners ? -1
                                : ordered[0].First[at] >= 0 ? ordered[0].First[at]
                                : double.NaN
                        )
                ),
            ],
            Agreement(lagsOf, later),
            [.. ordered.Select(x => x.Row)]
        );
    }

    /// <summary>Beginnings of a sequence in a recording: peaks of its overlap above mean + 2 standard deviations, at least one sequence
    /// apart.</summary>
    private static List<int> Events(SequenceFactors found, Matrix recording, int factor, int lags)
    {
        var overlap = found.Overlap(recording, factor);
        var mean = overlap.Average();
        var level = mean + (2 * Math.Sqrt(overlap.Average(x => (x - mean) * (x - mean))));
        var events = new List<int>();
        foreach (var t in Enumerable.Range(0, overlap.Length).Where(t => overlap[t] > level).OrderByDescending(t => overlap[t]))
        {
            if (events.TrueForAll(other => Math.Abs(other - t) >= lags))
            {
                events.Add(t);
            }
        }

        return events;
    }

    /// <summary>When each neuron is most active after the events, averaged over them [frames].</summary>
    private static double[] HeldOutLags(Matrix recording, List<int> events, int[] sequence, int lags) =>
        [
            .. sequence.Select(i =>
            {
                double[] course = [.. Enumerable.Range(0, lags).Select(l => events.Sum(t => recording[i, t + l]))];
                var peak = Array.IndexOf(course, course.Max());
                return course[peak] > 0 ? peak : double.NaN;
            }),
        ];

    private static double Agreement(int[] lags, double[] later)
    {
        int[] heard = [.. Enumerable.Range(0, lags.Length).Where(i => !double.IsNaN(later[i]))];
        return Spearman([.. heard.Select(i => (double)lags[i])], [.. heard.Select(i => later[i])]);
    }

    private static (EpisodeRow Row, int[] First) Replay(string rule, Matrix weights, int[] lags, double[] later, int fatigue, ulong seed)
    {
        var n = lags.Length;
        var winners = Math.Max(2, n / 10);
        int[] state = [.. Enumerable.Range(0, winners)];
        var cue = state.ToHashSet();
        var first = Enumerable.Repeat(-1, n).ToArray();
        var tired = new int[n];
        for (var step = 1; step <= 3 * n; step++)
        {
            foreach (var i in state)
            {
                tired[i] = step + fatigue;
            }

            var drive = Enumerable.Range(0, n).Select(i => state.Sum(j => weights[i, j])).ToArray();
            state =
            [
                .. Enumerable
                    .Range(0, n)
                    .Where(i => tired[i] <= step || fatigue == 0)
                    .Where(i => drive[i] > 0)
                    .OrderByDescending(i => drive[i])
                    .Take(winners),
            ];
            foreach (var i in state.Where(i => first[i] < 0))
            {
                first[i] = step;
            }
        }

        int[] active = [.. Enumerable.Range(0, n).Where(i => first[i] >= 0 && !cue.Contains(i))];
        double[] replayed = [.. active.Select(i => (double)first[i])],
            recorded = [.. active.Select(i => (double)lags[i])];
        var rho = Spearman(replayed, recorded);
        int[] again = [.. active.Where(i => !double.IsNaN(later[i]))];
        var heldOut = Spearman([.. again.Select(i => (double)first[i])], [.. again.Select(i => later[i])]);
        var stream = TestMemory.Streams(seed).Open(StreamPurpose.Analysis, 1);
        var shuffled = new double[Shuffles];
        foreach (ref var value in shuffled.AsSpan())
        {
            stream.Shuffle(recorded.AsSpan());
            value = Spearman(replayed, recorded);
        }

        Array.Sort(shuffled);
        return (
            new EpisodeRow(
                rule,
                fatigue,
                (double)active.Length / (n - cue.Count),
                rho,
                shuffled[Shuffles / 40],
                shuffled[Shuffles - 1 - (Shuffles / 40)],
                double.IsNaN(rho) ? 1 : (1.0 + shuffled.Count(value => value >= rho)) / (Shuffles + 1),
                double.NaN,
                heldOut
            ),
            first
        );
    }

    /// <summary>Spearman's rank correlation with mean ranks for ties; NaN for fewer than four values or no spread.</summary>
    internal static double Spearman(double[] a, double[] b)
    {
        if (a.Length < 4)
        {
            return double.NaN;
        }

        var (x, y) = (Ranks(a), Ranks(b));
        var (mx, my) = (x.Average(), y.Average());
        double xy = 0,
            xx = 0,
            yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    private static double[] Ranks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + (0.5 * (values.Count(other => other == value) - 1)))];

    private sealed class Imprint(Matrix activity, int[] sequence, double dt, CancellationToken cancellation) : IRuleVisitor<Matrix>
    {
        private const double Active = 100; // spikes of a fully active neuron, for rules of spikes [Hz]

        public Matrix Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var n = sequence.Length;
            var weights = new Matrix(n, n);
            var follow = TraceStep.Exact(rule.Traces, dt);
            var values = follow.Select(_ => new double[n]).ToArray();
            for (var t = 0; t < activity.Columns; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                double Rate(int i) => activity[sequence[i], t];
                double Change(int i) => t + 1 < activity.Columns ? activity[sequence[i], t + 1] - Rate(i) : 0;
                for (var i = 0; i < n; i++)
                {
                    var post = Synapse.Post(Rate(i), values[2][i], values[3][i], Change(i), Active * Rate(i));
                    for (var j = 0; j < n; j++)
                    {
                        var pre = Synapse.Pre(Rate(j), values[0][j], values[1][j], Change(j), Active * Rate(j));
                        weights[i, j] += i == j ? 0 : dt * Synapse.DwDt(rule, in pre, in post, weights[i, j]);
                    }
                }

                for (var k = 0; k < follow.Length; k++)
                {
                    for (var i = 0; i < n; i++)
                    {
                        values[k][i] = follow[k].Next(values[k][i], follow[k].CountsSpikes ? Active * Rate(i) : Rate(i));
                    }
                }
            }

            return weights;
        }
    }
}
