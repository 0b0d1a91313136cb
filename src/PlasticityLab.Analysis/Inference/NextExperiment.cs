using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>An experiment on two neurons that a rule could be asked with: what they do, when plasticity is on, when the weights are read.</summary>
/// <param name="Pattern">What they do, in words.</param>
/// <param name="Gate">When plasticity is on, in words.</param>
/// <param name="Reading">When the weights are read, in words.</param>
/// <param name="Bits">Expected information about which of the rules it is, at least so much [bit].</param>
/// <param name="MostBits">The most that there is: log₂ of the number of rules [bit].</param>
public sealed record ProposedExperiment(string Pattern, string Gate, string Reading, double Bits, double MostBits)
{
    /// <summary>Whether it all but settles the matter.</summary>
    public bool Settles => Bits >= 0.9 * MostBits;

    /// <summary>The activity with its readings; the weights at the start in the first reading.</summary>
    public required RuleRecording Recording { get; init; }

    /// <summary>The steps in which plasticity is on.</summary>
    public required IReadOnlyList<bool> Plastic { get; init; }

    /// <summary>The weights that a rule would leave, reading after reading.</summary>
    public IReadOnlyList<Matrix> Simulate(ILearningRule rule) => RatesRule.Weights(rule, Recording, t => Plastic[t]);
}

/// <summary>Chooses, among patterns of activity, times of reading and plasticity gated on or off, the experiment from which most is learned about
/// which of some rules it is.</summary>
/// <remarks>With equal prior weights and readings that err independently with standard deviation σ, the information is at least
/// −(1/m) Σ_k log₂ (1/m) Σ_l exp(−|μ_k − μ_l|²/(8σ²)) (Kolchinsky and Tracey 2017, Entropy 19:361, eq. 10 with the Bhattacharyya
/// distance): log₂ m when all rules are far apart, 0 when all predict the same.</remarks>
public static class NextExperiment
{
    private const double Dt = 0.001,
        Tau = 0.010,
        Pulse = 0.040,
        Rest = 0.600;
    private const int Repeats = 10;

    /// <summary>The experiment.</summary>
    /// <param name="rules">The rules that are to be told apart, with their values.</param>
    /// <param name="noise">σ, standard deviation of a reading of one weight [weight unit].</param>
    /// <param name="start">Weight of both synapses at the start [weight unit].</param>
    public static ProposedExperiment Choose(IReadOnlyList<ILearningRule> rules, double noise, double start)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ProposedExperiment? best = null;
        foreach (var candidate in All(start))
        {
            var weights = rules.Select(rule => Flat(candidate.Simulate(rule))).ToArray();
            var bits = Bits(weights, noise);
            // Simple ones come first: what is as good but for a hundredth of a bit does not displace them.
            if (best is null || bits > best.Bits + 0.01)
            {
                best = candidate with { Bits = bits, MostBits = Math.Log2(rules.Count) };
            }
        }

        return best!;
    }

    /// <summary>The lower bound of the information [bit].</summary>
    public static double Bits(IReadOnlyList<double[]> readings, double noise)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var (m, bits) = (readings.Count, 0.0);
        foreach (var one in readings)
        {
            bits -= Math.Log2(readings.Sum(other => Math.Exp(-Distance(one, other) / (8 * noise * noise))) / m) / m;
        }

        return Math.Max(0, bits);
    }

    /// <summary>How likely each rule is after the readings, all as likely before [1].</summary>
    public static double[] Posterior(IReadOnlyList<double[]> predicted, double[] read, double noise)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        var logs = predicted.Select(one => -Distance(one, read) / (2 * noise * noise)).ToArray();
        var weights = logs.Select(log => Math.Exp(log - logs.Max())).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    /// <summary>Both synapses, reading after reading.</summary>
    public static double[] Flat(IReadOnlyList<Matrix> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return [.. readings.Skip(1).SelectMany(w => new[] { w[1, 0], w[0, 1] })];
    }

    private static double Distance(double[] a, double[] b)
    {
        var sum = a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
        return double.IsFinite(sum) ? sum : double.MaxValue;
    }

    private static IEnumerable<ProposedExperiment> All(double start) =>
        from reading in new[] { false, true }
        from gate in new[] { Gates.Always, Gates.Active, Gates.After }
        from pattern in Patterns()
        select Made(pattern, gate, reading, start);

    private static IEnumerable<(string Words, Func<double, (double A, double B)> Drive, double Length)> Patterns()
    {
        yield return ("the sender for 40 ms, then the receiver for 40 ms", t => (In(t, 0, Pulse), In(t, Pulse, 2 * Pulse)), 2 * Pulse);
        yield return ("both together for 40 ms", t => (In(t, 0, Pulse), In(t, 0, Pulse)), Pulse);
        yield return ("both together for 400 ms", t => (In(t, 0, 0.4), In(t, 0, 0.4)), 0.4);
        yield return ("both together at a fifth of the rate for 400 ms", t => (In(t, 0, 0.4) / 5, In(t, 0, 0.4) / 5), 0.4);
        yield return (
            "the sender for 40 ms, 60 ms of silence, then the receiver for 40 ms",
            t => (In(t, 0, Pulse), In(t, 0.1, 0.14)),
            0.14
        );
        yield return (
            "the sender for 40 ms, 160 ms of silence, then the receiver for 40 ms",
            t => (In(t, 0, Pulse), In(t, 0.2, 0.24)),
            0.24
        );
        yield return ("the sender for 20 ms in the middle of 100 ms of the receiver", t => (In(t, 0.04, 0.06), In(t, 0, 0.1)), 0.1);
        yield return ("one neuron alone for 40 ms", t => (In(t, 0, Pulse), 0), Pulse);
        yield return ("both rising slowly over 200 ms and stopping at once", t => (In(t, 0, 0.2) * t / 0.2, In(t, 0, 0.2) * t / 0.2), 0.2);
        yield return ("no activity at all", _ => (0, 0), Pulse);
    }

    private static double In(double t, double from, double to) => t >= from && t < to ? 1 : 0;

    private static ProposedExperiment Made(
        (string Words, Func<double, (double A, double B)> Drive, double Length) pattern,
        Gates gate,
        bool often,
        double start
    )
    {
        var (period, active) = ((int)Math.Round((pattern.Length + Rest) / Dt), (int)Math.Round(pattern.Length / Dt));
        var rates = new Matrix(period * Repeats, 2);
        var (a, b) = (0.0, 0.0);
        for (var t = 0; t < rates.Rows; t++)
        {
            (rates[t, 0], rates[t, 1]) = (a, b);
            var drive = pattern.Drive((t % period) * Dt);
            (a, b) = (a + (Dt / Tau * (drive.A - a)), b + (Dt / Tau * (drive.B - b)));
        }

        var steps = new List<int> { 0 };
        for (var k = 0; k < Repeats; k++)
        {
            if (often)
            {
                steps.AddRange([(k * period) + (active / 2), (k * period) + active]);
            }

            if (often || k == Repeats - 1)
            {
                steps.Add((k + 1) * period);
            }
        }

        var first = Matrix.From(2, 2, (i, j) => i == j ? 0 : start);
        return new(
            $"{pattern.Words}, then {Rest * 1000:0} ms of rest, {Repeats} times",
            gate switch
            {
                Gates.Always => "plasticity on all the time",
                Gates.Active => "plasticity off during the rest",
                _ => "plasticity on during the rest only",
            },
            often
                ? "weights read in the middle and at the end of each activity and after each rest"
                : "weights read once, after the last rest",
            0,
            0
        )
        {
            Recording = new(rates, rates, Dt, steps, [.. steps.Select(_ => first)]) { TauChange = Tau },
            Plastic =
            [
                .. Enumerable.Range(0, rates.Rows).Select(t => gate == Gates.Always || (t % period < active) == (gate == Gates.Active)),
            ],
        };
    }

    private enum Gates
    {
        Always,
        Active,
        After,
    }
}
