using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>What was inferred where the rule is known.</summary>
/// <param name="Rule">The rule of the catalogue that changed the weights, with its default values.</param>
/// <param name="Noise">Standard deviation of a reading's error, in units of that of the changes of the weights [1].</param>
/// <param name="TakenOut">A term that was taken out of what the search may find; null: none.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="R2">Share of the variance explained [1].</param>
/// <param name="Formula">The formula that was found.</param>
/// <param name="Equal">Rules of the catalogue that were said to explain the weights as well as anything.</param>
/// <param name="Rates">Largest error of a time constant of the formula, as a factor; NaN: it has none, or not those of the rule [1].</param>
public sealed record GroundTruthRow(
    string Rule,
    double Noise,
    string? TakenOut,
    TruthOutcome Outcome,
    double R2,
    string Formula,
    IReadOnlyList<string> Equal,
    double Rates
);

/// <summary>What came of an inference where the rule is known.</summary>
public enum TruthOutcome
{
    /// <summary>The rule is the only one of the catalogue that is named, but for rules that are the same to any experiment.</summary>
    Named,

    /// <summary>The rule is among those that are said to explain the weights equally well.</summary>
    Among,

    /// <summary>The rule is compared but none of those that are named, and nothing is said to be missing.</summary>
    Wrong,

    /// <summary>The rule is none of those that are compared, one of those explains the weights as well, and it is said that rules that are not
    /// compared may, too.</summary>
    NotToldApart,

    /// <summary>It is said that a term is missing.</summary>
    ToldMissing,

    /// <summary>No rule of the catalogue is named: only a formula.</summary>
    FormulaOnly,

    /// <summary>It is said that nothing can be told.</summary>
    ToldNothing,
}

/// <summary>Weights that known rules make of known activity, with noise, and what is inferred from them.</summary>
public sealed class GroundTruth
{
    private const double Dt = 0.001,
        Tau = 0.010,
        Learned = 0.1;

    private const int Neurons = 8,
        Episodes = 20;

    private readonly RuleRecording _activity;
    private readonly ulong _seed;

    /// <summary>Random activity from rest to rest: in each of 20 episodes every neuron is driven twice on average within 400 ms, for 20 to 120
    /// ms at a rate from 0.2 to 1, then all rest for 600 ms; weights are read before and after each.</summary>
    /// <param name="seed">Seed of activity and noise.</param>
    /// <param name="within">Read in the middle of each episode as well, while neurons are active.</param>
    public GroundTruth(ulong seed = 1, bool within = false)
    {
        _seed = seed;
        var random = new RandomStreams(seed).Open(StreamPurpose.Analysis, "activity of known rules");
        const int active = 400,
            rest = 600,
            period = active + rest;
        var drive = new Matrix(Episodes * period, Neurons);
        for (var episode = 0; episode < Episodes; episode++)
        {
            for (var neuron = 0; neuron < Neurons; neuron++)
            {
                foreach (var _ in Enumerable.Range(0, 1 + random.NextInt(3)))
                {
                    var (length, height) = (20 + random.NextInt(101), random.NextDouble(0.2, 1));
                    var start = (episode * period) + random.NextInt(active - length);
                    for (var t = start; t < start + length; t++)
                    {
                        drive[t, neuron] = Math.Max(drive[t, neuron], height);
                    }
                }
            }
        }

        int[] steps =
        [
            .. Enumerable
                .Range(0, Episodes)
                .SelectMany(episode =>
                    within ? new[] { (episode * period) + (active / 2), (episode + 1) * period } : [(episode + 1) * period]
                )
                .Prepend(0),
        ];
        var rates = Followed(drive);
        var first = Matrix.From(Neurons, Neurons, (i, j) => i == j ? 0 : random.NextDouble(0.2, 0.6));
        _activity = new(rates, rates, Dt, steps, [.. steps.Select(_ => first)]) { TauChange = Tau };
    }

    /// <summary>Rules that can be tried, since what they make of rates is known: first those that are compared, then those outside the
    /// space.</summary>
    public static IReadOnlyList<string> Rules { get; } =
    [.. CatalogueFits.Compared, .. CatalogueFits.NotCompared.Where(id => RuleCatalog.Create(id).Traces.All.All(ActsOnRates))];

    /// <summary>Whether a rule of the catalogue is a point of the space of bilinear rules.</summary>
    public static bool IsInSpace(string id) => CatalogueFits.Compared.Contains(id);

    /// <summary>The recording that a rule makes.</summary>
    /// <param name="rule">A rule; its learning rate is set so that the weights vary by about 0.1.</param>
    /// <param name="noise">Standard deviation of a reading's error, in units of that of the changes of the weights [1].</param>
    public RuleRecording Recording(ILearningRule rule, double noise)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Noisy(Scaled(rule).Recording, noise, _seed);
    }

    /// <summary>The rule with the learning rate that it has in the recording.</summary>
    public ILearningRule Tuned(ILearningRule rule) => Scaled(rule).Rule;

    /// <summary>Infers a rule of the catalogue.</summary>
    /// <param name="id">The rule.</param>
    /// <param name="noise">Noise of the readings [1].</param>
    /// <param name="without">Take its most important term, and all that read the same signals of either neuron, out of what is
    /// offered.</param>
    public (GroundTruthRow Row, RuleInference Inference) Infer(string id, double noise, bool without = false)
    {
        var (rule, recording) = Scaled(RuleCatalog.Create(id));
        var left = without && BilinearForm.Of(rule, out _) is { } point ? Main(point) : null;
        var options = new InferenceOptions { Resamples = 199, Offered = left is { } taken ? term => !Shares(term, taken) : null };
        var found = RuleInference.Of(Noisy(recording, noise, _seed), options);
        string[] equal = [.. found.EqualRules.Select(fit => fit.Rule)];
        return (
            new(
                id,
                noise,
                left?.ToString(),
                Judged(id, found, equal),
                found.R2.Estimate,
                found.WhyNothing ?? found.Text,
                equal,
                Error(rule, found)
            ),
            found
        );
    }

    private static bool ActsOnRates(Trace trace) => trace.Kind is not (TraceKind.NearestSpike or TraceKind.Voltage);

    private static TruthOutcome Judged(string id, RuleInference found, string[] equal)
    {
        // A rule whose formula, with the values found, is that of the right one is the right one.
        var right = found.Catalogue.FirstOrDefault(fit => fit.Rule == id);
        bool Is(string other) => other == id || (right is not null && found.Catalogue.First(fit => fit.Rule == other).IsOneWith(right));
        return found.WhyNothing is not null ? TruthOutcome.ToldNothing
            : found.TermMissing ? TruthOutcome.ToldMissing
            : equal.Length == 0 ? TruthOutcome.FormulaOnly
            : !equal.Any(Is) ? (IsInSpace(id) ? TruthOutcome.Wrong : TruthOutcome.NotToldApart)
            : equal.All(Is) ? TruthOutcome.Named
            : TruthOutcome.Among;
    }

    private static double Error(ILearningRule rule, RuleInference found)
    {
        double[] truth = [.. rule.Traces.All.Where(trace => trace.Kind != TraceKind.None).Select(trace => trace.Tau).Distinct()];
        double[] taus = [.. Enumerable.Range(0, TraceTimes.Count).Select(which => found.Times[which]).Where(double.IsFinite)];
        return truth.Length == 0 || taus.Length == 0 ? double.NaN : taus.Max(tau => truth.Min(right => Math.Max(tau / right, right / tau)));
    }

    // The product of signals with the largest coefficient; fast and slow traces are one kind.
    private static SpaceTerm? Main(BilinearRule point)
    {
        var form = NormalForm.Of(point).Rule.Theta;
        var best = (A: 0, B: 0);
        for (var a = 0; a < BilinearRule.Signals; a++)
        {
            for (var b = 0; b < BilinearRule.Signals; b++)
            {
                best = Math.Abs(form[a, b]) > Math.Abs(form[best.A, best.B]) ? (a, b) : best;
            }
        }

        return new(best.A, best.B, point.TauPostFast, point.TauPreFast);
    }

    // Taken out with r·f is whatever reads a trace of the sender; with r·r what reads the rates of both or a trace of either, since a fast trace
    // is the rate; with a signal of one neuron what reads it alone.
    private static bool Shares(SpaceTerm term, SpaceTerm taken)
    {
        static int Kind(int signal) => signal == 3 ? 2 : signal;
        return !term.IsDecay
            && (taken.Post, taken.Pre) switch
            {
                (1, 1) => (Kind(term.Post) is 1 or 2) && (Kind(term.Pre) is 1 or 2),
                (1, 2 or 3) => Kind(term.Pre) == 2,
                (2 or 3, 1) => Kind(term.Post) == 2,
                _ => term.Post == taken.Post && term.Pre == taken.Pre,
            };
    }

    private (ILearningRule Rule, RuleRecording Recording) Scaled(ILearningRule rule)
    {
        // Rules whose weights act back on their own change are scaled in rounds.
        for (var round = 0; ; round++)
        {
            var recording = _activity with { Weights = RatesRule.Weights(rule, _activity) };
            var size = Spread(recording);
            if (round == 4 || !(size > 0) || Math.Abs(size - Learned) < 0.2 * Learned || !Settings.Values(rule).ContainsKey("eta"))
            {
                return (rule, recording);
            }

            var eta = Settings.Values(rule)["eta"];
            rule = (ILearningRule)Settings.WithNumbers(rule, [new("eta", eta * Math.Clamp(Learned / size, 1e-6, 1e6))], "the rule");
        }
    }

    // Standard deviation of the weights' changes over time.
    private static double Spread(RuleRecording recording)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < Neurons; i++)
        {
            for (var j = 0; j < Neurons; j++)
            {
                if (i != j)
                {
                    var mean = recording.Weights.Average(w => w[i, j]);
                    sum += recording.Weights.Sum(w => (w[i, j] - mean) * (w[i, j] - mean));
                    count += recording.Weights.Count;
                }
            }
        }

        return Math.Sqrt(sum / count);
    }

    private static RuleRecording Noisy(RuleRecording recording, double noise, ulong seed)
    {
        if (noise == 0)
        {
            return recording;
        }

        var (random, sd) = (new RandomStreams(seed).Open(StreamPurpose.Perturbation, "readings of known rules"), noise * Spread(recording));
        return recording with
        {
            Weights =
            [
                .. recording.Weights.Select(w =>
                    Matrix.From(w.Rows, w.Columns, (i, j) => i == j ? 0 : w[i, j] + (sd * random.NextGaussian()))
                ),
            ],
        };
    }

    // τ dr/dt = −r + drive, forward Euler.
    private static Matrix Followed(Matrix drive)
    {
        var rates = new Matrix(drive.Rows, drive.Columns);
        for (var t = 1; t < drive.Rows; t++)
        {
            for (var neuron = 0; neuron < drive.Columns; neuron++)
            {
                rates[t, neuron] = rates[t - 1, neuron] + (Dt / Tau * (drive[t - 1, neuron] - rates[t - 1, neuron]));
            }
        }

        return rates;
    }
}
