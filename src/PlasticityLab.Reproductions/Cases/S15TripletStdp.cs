using PlasticityLab.Models.LearningRules;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Four published parameter sets of the triplet rule against the frequency data of visual cortex.</summary>
/// <remarks>Deterministic: tolerance 1e-3 on changes and 5e-3 on the error E = (1/10) Σ ((Δw_model − Δw_data)/σ)². The last row is the
/// control: the best pair rule, by regression, cannot change sign with frequency.</remarks>
public sealed class S15TripletStdp : IReproduction
{
    private static readonly double[] Frequencies = [0.1, 10, 20, 40, 50];
    private static readonly double[] Data = [-0.04, 0.14, 0.29, 0.53, 0.56, -0.29, -0.41, -0.34, 0.56, 0.75];
    private static readonly double[] Sigma = [0.05, 0.10, 0.14, 0.11, 0.26, 0.08, 0.11, 0.10, 0.32, 0.19];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S15",
            "Triplet STDP against the frequency data of Sjöström et al. 2001",
            "Pfister & Gerstner 2006, J. Neurosci. 26:9673, tables 1-4",
            0.2
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation) =>
        [
            .. Rows("visual_all_full", 0.342, [0.0000, 0.1321, 0.2470, 0.5337, 0.7409, -0.3122, -0.3336, -0.3516, 0.1548, 0.7272]),
            .. Rows("visual_all_minimal", 0.356, [0.0000, 0.1186, 0.2278, 0.5321, 0.7627, -0.3166, -0.3322, -0.3417, 0.1737, 0.7492]),
            .. Rows("visual_nearest_full", 0.232, [0.0000, 0.1036, 0.3232, 0.5603, 0.6243, -0.2943, -0.4113, -0.3382, 0.2598, 0.6193]),
            .. Rows("visual_nearest_minimal", 0.348, [0.0000, 0.1009, 0.3220, 0.5683, 0.6358, -0.3568, -0.3556, -0.2786, 0.2898, 0.6299]),
            Control(),
        ];

    private static IEnumerable<ReproductionRow> Rows(string id, double error, double[] published)
    {
        var set = TripletSet.Find(id);
        var obtained = Of(set.Rule);
        for (var k = 0; k < 10; k++)
        {
            yield return new("S15", $"{set.Name}: {(k < 5 ? "+" : "-")}10 ms, {Frequencies[k % 5]} Hz", published[k], obtained[k], 1e-3);
        }

        yield return new("S15", $"{set.Name}: error E", error, Error(obtained), 5e-3);
    }

    /// <summary>The change is linear in A₊ and A₋, so the least error of a pair rule is that of a linear regression weighted by
    /// 1/σ².</summary>
    private static ReproductionRow Control()
    {
        var (gain, loss) = (
            Of(
                new PairStdp
                {
                    APlus = 1,
                    AMinus = 0,
                    TauPlus = 0.0168,
                }
            ),
            Of(
                new PairStdp
                {
                    APlus = 0,
                    AMinus = 1,
                    TauMinus = 0.0337,
                }
            )
        );
        double Sum(Func<int, double> term) => Enumerable.Range(0, 10).Sum(k => term(k) / (Sigma[k] * Sigma[k]));
        var (gg, gl, ll, gd, ld) = (
            Sum(k => gain[k] * gain[k]),
            Sum(k => gain[k] * loss[k]),
            Sum(k => loss[k] * loss[k]),
            Sum(k => gain[k] * Data[k]),
            Sum(k => loss[k] * Data[k])
        );
        var determinant = (gg * ll) - (gl * gl);
        var (a, b) = (((gd * ll) - (ld * gl)) / determinant, ((gg * ld) - (gl * gd)) / determinant);
        var best = Error([.. Enumerable.Range(0, 10).Select(k => (a * gain[k]) + (b * loss[k]))]);
        return new("S15", "control: least error E of any pair rule with these time constants (above 2, so between 2 and 12)", 7, best, 5);
    }

    private static double[] Of(ILearningRule rule) => rule.Accept(new Changes());

    private static double Error(double[] obtained) =>
        Enumerable.Range(0, 10).Sum(k => Math.Pow((obtained[k] - Data[k]) / Sigma[k], 2)) / 10;

    private sealed class Changes : IRuleVisitor<double[]>
    {
        public double[] Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> =>
            [
                .. Frequencies.Select(f => PairingProtocol.Sixty(rule, f, 0.010)),
                .. Frequencies.Select(f => PairingProtocol.Sixty(rule, f, -0.010)),
            ];
    }
}
