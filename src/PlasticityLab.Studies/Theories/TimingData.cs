using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;

namespace PlasticityLab.Studies.Theories;

/// <summary>How a rule's dependence on timing compares with two classic measurements.</summary>
/// <param name="WindowMatch">Cosine between the rule's window and that of hippocampal cultures, over −60 to 60 ms [1]: 1 the same shape, 0
/// unrelated, −1 turned round. NaN when the rule does not change the weight.</param>
/// <param name="BumpMatch">The same for bumps of activity as in the study's networks instead of spikes.</param>
/// <param name="SignsRight">Whether +10 ms strengthens and −10 ms weakens, as in the data.</param>
/// <param name="FrequencyError">E = (1/10) Σ ((s Δw − data)/σ)² against the frequency data of visual cortex, with the best scale s ≥ 0
/// [1].</param>
/// <param name="FrequencySigns">How many of the ten measured changes have the right sign; the change at +10 ms and 0.1 Hz is within error
/// of 0 and left out, so of nine.</param>
/// <param name="LossWidth">Width of the weakening side: Σ |Δw| Δt of the negative part of the window over its largest value [s]; 0 without
/// one.</param>
/// <param name="GainWidth">The same of the strengthening part [s].</param>
/// <remarks>
/// Window: Bi and Poo 1998, J. Neurosci. 18:10464; 2001, Annu. Rev. Neurosci. 24:139: 0.78 e^(−Δt/16.8 ms) for pre before post, −0.27
/// e^(Δt/33.7 ms) for post before pre.
/// Frequencies: Sjöström, Turrigiano and Nelson 2001, Neuron 32:1149, 60 pairings, as fitted by Pfister and Gerstner 2006, J. Neurosci.
/// 26:9673; their triplet rule with published values reaches E = 0.22 to 0.36 on spikes (plasticity reproduce S15).
/// The rules are taken with the values that the study uses, so the numbers say how well the rule as used has the timing of the data, not
/// how well it could be fitted.
/// </remarks>
internal sealed record TimingData(
    double WindowMatch,
    double BumpMatch,
    bool SignsRight,
    double FrequencyError,
    int FrequencySigns,
    double LossWidth,
    double GainWidth
)
{
    private static readonly double[] Frequencies = [0.1, 10, 20, 40, 50];
    private static readonly double[] Data = [-0.04, 0.14, 0.29, 0.53, 0.56, -0.29, -0.41, -0.34, 0.56, 0.75];
    private static readonly double[] Sigma = [0.05, 0.10, 0.14, 0.11, 0.26, 0.08, 0.11, 0.10, 0.32, 0.19];

    /// <summary>E of a rule that changes nothing: what every rule reaches with s = 0.</summary>
    public static double NoChangeError => Data.Zip(Sigma, (d, s) => d / s * (d / s)).Sum() / Data.Length;

    /// <summary>Measures a rule.</summary>
    /// <param name="rule">The rule with its values.</param>
    /// <param name="sign">−1 turns every change round.</param>
    public static TimingData Of(ILearningRule rule, double sign = 1)
    {
        double[] lags = [.. Enumerable.Range(1, 30).SelectMany(k => new[] { -0.002 * k, 0.002 * k }).Order()];
        double[] window = [.. lags.Select(lag => sign * PulsePairing.Change(rule, lag))],
            measured = [.. lags.Select(lag => lag > 0 ? 0.78 * Math.Exp(-lag / 0.0168) : -0.27 * Math.Exp(lag / 0.0337))];
        double[] model =
        [
            .. new[] { 0.010, -0.010 }.SelectMany(lead => Frequencies.Select(f => sign * PulsePairing.Change(rule, lead, 60, f))),
        ];
        double cross = 0,
            own = 0;
        for (var k = 0; k < model.Length; k++)
        {
            cross += model[k] * Data[k] / (Sigma[k] * Sigma[k]);
            own += model[k] * model[k] / (Sigma[k] * Sigma[k]);
        }

        var scale = own > 0 ? Math.Max(0, cross / own) : 0;
        var error = model.Select((m, k) => ((scale * m) - Data[k]) / Sigma[k]).Sum(z => z * z) / model.Length;
        return new(
            Cosine(window, measured),
            Cosine([.. lags.Select(lag => sign * PulsePairing.Change(rule, lag, bumps: true))], measured),
            sign * PulsePairing.Change(rule, 0.010) > 0 && sign * PulsePairing.Change(rule, -0.010) < 0,
            error,
            model.Where((m, k) => k > 0 && !double.IsNaN(m) && Math.Sign(m) == Math.Sign(Data[k])).Count(),
            Width([.. window.Select(w => Math.Max(0, -w))]),
            Width([.. window.Select(w => Math.Max(0, w))])
        );
    }

    private static double Cosine(double[] a, double[] b)
    {
        var norm = Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        return norm > 1e-15 ? a.Zip(b, (x, y) => x * y).Sum() / norm : double.NaN;
    }

    private static double Width(double[] part) => part.Max() is var top && top > 0 ? 0.002 * part.Sum() / top : 0;
}
