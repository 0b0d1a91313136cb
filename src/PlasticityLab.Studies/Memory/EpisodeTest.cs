using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Memory;

/// <summary>How a rule's replay compares with the recorded sequence.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Fatigue">Steps for which a winner cannot win again.</param>
/// <param name="Reached">Share of the sequence's neurons that were active in the replay after the cue.</param>
/// <param name="RankCorrelation">Spearman's ρ between the order of first activity in the replay and the recorded order, over neurons not in the cue.</param>
/// <param name="ShuffledLow">2.5 % point of ρ when the recorded order is shuffled.</param>
/// <param name="ShuffledHigh">97.5 % point.</param>
/// <param name="PValue">Share of shuffles with ρ at least as high, one added to both counts.</param>
public sealed record EpisodeRow(string Rule, int Fatigue, double Reached, double RankCorrelation, double ShuffledLow, double ShuffledHigh, double PValue);

/// <summary>What was found in a recording, and how rules replay it.</summary>
/// <param name="Neurons">Neurons recorded.</param>
/// <param name="Frames">Frames recorded.</param>
/// <param name="Explained">Power that the sequences explain.</param>
/// <param name="Sequence">Neurons of the strongest sequence, in its order.</param>
/// <param name="PeakLags">When each of them peaks [frames].</param>
/// <param name="Rows">One row a rule and fatigue, best first.</param>
public sealed record EpisodeResult(int Neurons, int Frames, double Explained, IReadOnlyList<int> Sequence, IReadOnlyList<int> PeakLags, IReadOnlyList<EpisodeRow> Rows);

/// <summary>A recorded episode: the sequence in it is found, imprinted by each rule and replayed.</summary>
/// <remarks>
/// The sequence comes from <see cref="SequenceFactors"/>. Each rule then sees the recorded activity itself, each neuron scaled to a maximum of 1, frame by frame through its own formula and traces,
/// and changes W from 0. Replay cues the first neurons of the sequence; at each step the most driven ones win, and winners tire for a few steps.
/// </remarks>
public static class EpisodeTest
{
    private const int Shuffles = 2000;

    /// <summary>Reads a recording with an array <c>neural</c> [neuron, frame] and, if there, <c>video_fps</c> [Hz].</summary>
    /// <exception cref="UserError">There is no such array, or it is too small or not finite.</exception>
    public static (Matrix Activity, double FramesPerSecond) Read(string path)
    {
        var arrays = Npz.Read(path);
        if (!arrays.TryGetValue("neural", out var neural))
        {
            throw new UserError($"{path} has no array \"neural\" [neuron, frame]; it has {string.Join(", ", arrays.Keys)}.");
        }

        var activity = neural.ToMatrix("neural").Copy();
        UserError.ThrowIfAny(Require.All(
            activity.Rows is >= 5 and <= 2000 && activity.Columns is >= 50 and <= 200_000 ? null : $"{path}: neural must hold 5 .. 2000 neurons and 50 .. 200000 frames, but is {activity.Rows} x {activity.Columns}.",
            activity.IsFinite() ? null : $"{path}: neural has values that are not finite numbers."));
        var rate = arrays.TryGetValue("video_fps", out var fps) && fps.Values is [> 0 and var value] ? value : 30;
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
    public static EpisodeResult Run(Matrix activity, double framesPerSecond, IReadOnlyList<string> rules, int factors = 2, int lags = 20, ulong seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(factors, 1), lags >= 3 && lags <= activity.Columns / 2 ? null : $"lags must lie in 3 .. {activity.Columns / 2}, but is {lags}."));
        var found = new SequenceFactors(activity, factors, lags, 5e-4, 60, new RandomStreams(seed).Open(StreamPurpose.Analysis), cancellation);
        var peaks = found.PeakLags(found.ByStrength()[0]);
        int[] sequence = [.. Enumerable.Range(0, activity.Rows).Where(i => peaks[i] >= 0).OrderBy(i => peaks[i]).ThenBy(i => i)];
        int[] lagsOf = [.. sequence.Select(i => peaks[i])];
        var rows = new List<EpisodeRow>();
        if (sequence.Length >= 8)
        {
            foreach (var rule in rules)
            {
                var weights = RuleCatalog.Create(rule).Accept(new Imprint(activity, sequence, 1 / framesPerSecond, cancellation));
                rows.AddRange(new[] { 0, 3 }.Select(fatigue => Replay(RuleCatalog.Card(rule).Id, weights, lagsOf, fatigue, seed)));
            }
        }

        return new EpisodeResult(activity.Rows, activity.Columns, found.Explained, sequence, lagsOf, [.. rows.OrderByDescending(row => double.IsNaN(row.RankCorrelation) ? -2 : row.RankCorrelation * row.Reached)]);
    }

    private static EpisodeRow Replay(string rule, Matrix weights, int[] lags, int fatigue, ulong seed)
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
            state = [.. Enumerable.Range(0, n).Where(i => tired[i] <= step || fatigue == 0).Where(i => drive[i] > 0).OrderByDescending(i => drive[i]).Take(winners)];
            foreach (var i in state.Where(i => first[i] < 0))
            {
                first[i] = step;
            }
        }

        int[] active = [.. Enumerable.Range(0, n).Where(i => first[i] >= 0 && !cue.Contains(i))];
        double[] replayed = [.. active.Select(i => (double)first[i])], recorded = [.. active.Select(i => (double)lags[i])];
        var rho = Spearman(replayed, recorded);
        var stream = new RandomStreams(seed).Open(StreamPurpose.Analysis, 1);
        var shuffled = new double[Shuffles];
        foreach (ref var value in shuffled.AsSpan())
        {
            stream.Shuffle(recorded.AsSpan());
            value = Spearman(replayed, recorded);
        }

        Array.Sort(shuffled);
        return new EpisodeRow(rule, fatigue, (double)active.Length / (n - cue.Count), rho, shuffled[Shuffles / 40], shuffled[Shuffles - 1 - (Shuffles / 40)],
            double.IsNaN(rho) ? 1 : (1.0 + shuffled.Count(value => value >= rho)) / (Shuffles + 1));
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
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    private static double[] Ranks(double[] values) => [.. values.Select(value => values.Count(other => other < value) + (0.5 * (values.Count(other => other == value) - 1)))];

    private sealed class Imprint(Matrix activity, int[] sequence, double dt, CancellationToken cancellation) : IRuleVisitor<Matrix>
    {
        private const double Active = 100; // spikes of a fully active neuron, for rules of spikes [Hz]

        public Matrix Visit<TRule>(TRule rule) where TRule : struct, ILearningRule<TRule>
        {
            var n = sequence.Length;
            var weights = new Matrix(n, n);
            var traces = rule.Traces;
            Trace[] kinds = [traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow];
            var values = kinds.Select(_ => new double[n]).ToArray();
            for (var t = 0; t < activity.Columns; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                double Rate(int i) => activity[sequence[i], t];
                double Change(int i) => t + 1 < activity.Columns ? activity[sequence[i], t + 1] - Rate(i) : 0;
                for (var i = 0; i < n; i++)
                {
                    var post = new Post<Lane1> { Rate = new(Rate(i)), Spikes = new(Active * Rate(i)), Change = new(Change(i)), Fast = new(values[2][i]), Slow = new(values[3][i]), Voltage = new(0) };
                    for (var j = 0; j < n; j++)
                    {
                        var pre = new Pre<Lane1> { Rate = new(Rate(j)), Spikes = new(Active * Rate(j)), Change = new(Change(j)), Fast = new(values[0][j]), Slow = new(values[1][j]) };
                        weights[i, j] += i == j ? 0 : dt * rule.DwDt(in pre, in post, new Lane1(weights[i, j])).Value;
                    }
                }

                for (var k = 0; k < kinds.Length; k++)
                {
                    for (var i = 0; i < n && kinds[k].Kind != TraceKind.None; i++)
                    {
                        var goal = kinds[k].Kind switch { TraceKind.Rate => Rate(i), TraceKind.RateSquared => Rate(i) * Rate(i), _ => kinds[k].Tau * Active * Rate(i) };
                        values[k][i] = goal + ((values[k][i] - goal) * Math.Exp(-dt / kinds[k].Tau));
                    }
                }
            }

            return weights;
        }
    }
}
