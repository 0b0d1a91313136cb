namespace PlasticityLab.Reproductions.Networks;

/// <summary>Dynamic mean-field theory of dx/dt = −x + g J tanh x with J_ij ~ N(0, 1/N), N → ∞.</summary>
/// <remarks>
/// Sompolinsky, Crisanti and Sommers 1988. The autocorrelation obeys Δ″ = Δ − g²⟨φφ⟩, a particle in V(Δ) = −Δ²/2 + g²⟨ΦΦ⟩ with Φ = ln cosh,
/// that rolls from
/// Δ(0) to 0: V(Δ0) = V(0). The largest exponent is −1 + sqrt(1 − E0), E0 the ground state of −d²/dt² + 1 − g²⟨φ′φ′⟩(t), whose first
/// excited level must be 0
/// (it is dΔ/dt). Gaussian averages by the trapezoidal rule, spectrally accurate for analytic integrands.
/// </remarks>
internal sealed class ChaosMeanField
{
    private const double Spacing = 0.1,
        Edge = 8.5;
    private static readonly (double Z, double W)[] Grid =
    [
        .. Enumerable
            .Range(0, (int)(2 * Edge / Spacing) + 1)
            .Select(k => -Edge + (k * Spacing))
            .Select(z => (z, Spacing * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI))),
    ];

    private readonly double _g;
    private readonly double[] _time;
    private readonly double[] _slopes;

    public ChaosMeanField(double g, CancellationToken cancellation)
    {
        _g = g;
        Variance = SelfConsistent();
        (_time, _slopes) = Decay(cancellation);
        (GroundState, FirstExcited) = (Level(even: true), Level(even: false));
    }

    /// <summary>Δ(0) [1].</summary>
    public double Variance { get; }

    /// <summary>E0.</summary>
    public double GroundState { get; }

    /// <summary>E1: 0 in theory.</summary>
    public double FirstExcited { get; }

    /// <summary>λ [1/τ].</summary>
    public double LargestExponent => -1 + Math.Sqrt(1 - GroundState);

    /// <summary>E[f(√Δ s + √(Δ0 − Δ) a)² averaged over a inside, over s outside] = ⟨f f⟩ at correlation Δ.</summary>
    public static double Correlated(Func<double, double> f, double variance, double covariance)
    {
        var (shared, own) = (Math.Sqrt(Math.Max(0, covariance)), Math.Sqrt(Math.Max(0, variance - covariance)));
        double sum = 0;
        foreach (var (s, w) in Grid)
        {
            double inner = 0;
            foreach (var (a, v) in Grid)
            {
                inner += v * f((shared * s) + (own * a));
            }

            sum += w * inner * inner;
        }

        return sum;
    }

    private static double LogCosh(double x) => Math.Abs(x) + Math.Log(0.5 * (1 + Math.Exp(-2 * Math.Abs(x))));

    private static double Slope(double x)
    {
        var t = Math.Tanh(x);
        return 1 - (t * t);
    }

    private double SelfConsistent()
    {
        // V(Δ0) − V(0) = −Δ0²/2 + g² Var Φ(√Δ0 z), positive below the root and negative above.
        double Excess(double variance)
        {
            double mean = 0,
                square = 0;
            foreach (var (z, w) in Grid)
            {
                var v = LogCosh(Math.Sqrt(variance) * z);
                (mean, square) = (mean + (w * v), square + (w * v * v));
            }

            return (-0.5 * variance * variance) + (_g * _g * (square - (mean * mean)));
        }

        var (low, high) = (1e-6, 10 * _g * _g);
        for (var round = 0; round < 200; round++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Excess(middle) > 0 ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    /// <summary>g²⟨φ′φ′⟩ along Δ(t): the force and the slopes are tabulated over u = acos(Δ/Δ0), in which Δ(t) starts linearly and the
    /// table is smooth at both ends.</summary>
    private (double[] Time, double[] Slopes) Decay(CancellationToken cancellation)
    {
        const int count = 240;
        var covariance = new double[count + 1];
        var force = new double[count + 1];
        var slopes = new double[count + 1];
        for (var k = 0; k <= count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Quadratic crowding at both ends.
            covariance[k] = Variance * 0.5 * (1 + Math.Cos(Math.PI * k / count));
            force[k] = covariance[k] - (_g * _g * Correlated(Math.Tanh, Variance, covariance[k]));
            slopes[k] = _g * _g * Correlated(Slope, Variance, covariance[k]);
        }

        // Kinetic energy ½Δ′² = V(Δ0) − V(Δ) = −∫ force dΔ from Δ to Δ0, by cubic-corrected trapezoid in the angle; time = ∫ dΔ / |Δ′|.
        var energy = new double[count + 1];
        for (var k = 1; k <= count; k++)
        {
            var step = covariance[k - 1] - covariance[k];
            energy[k] = energy[k - 1] - (0.5 * step * (force[k - 1] + force[k]));
        }

        // Steer away the small remainder at Δ = 0, where the energy must vanish to second order.
        var rest = energy[count];
        for (var k = 0; k <= count; k++)
        {
            energy[k] -= rest * Math.Pow(1 - (covariance[k] / Variance), 2);
        }

        var time = new double[count + 1];
        for (var k = 1; k < count; k++)
        {
            // Near the start Δ = Δ0 + ½ force t²; later the speed itself.
            time[k] =
                k < 6
                    ? Math.Sqrt(2 * (Variance - covariance[k]) / -force[0])
                    : time[k - 1]
                        + (
                            2
                            * (covariance[k - 1] - covariance[k])
                            / (Math.Sqrt(2 * energy[k - 1]) + Math.Sqrt(2 * Math.Max(energy[k], 1e-300)))
                        );
        }

        return (time[..count], slopes[..count]);
    }

    private double At(double t)
    {
        if (t >= _time[^1])
        {
            return _slopes[^1];
        }

        var k = Array.BinarySearch(_time, t);
        k = Math.Clamp(k >= 0 ? k : ~k - 1, 0, _time.Length - 2);
        var s = (t - _time[k]) / (_time[k + 1] - _time[k]);
        return _slopes[k] + (s * (_slopes[k + 1] - _slopes[k]));
    }

    /// <summary>Lowest even or odd level on the line, by second differences on the half line with two spacings and extrapolation, Sturm
    /// counts and bisection.</summary>
    private double Level(bool even)
    {
        double With(double h)
        {
            var n = (int)(Math.Min(120, _time[^1] + 25) / h);
            var diagonal = new double[n];
            for (var i = 0; i < n; i++)
            {
                // Cell centres: the mirror image at the origin changes the first entry by ∓1/h².
                diagonal[i] = (2 / (h * h)) + 1 - At((i + 0.5) * h) + (i == 0 ? (even ? -1 : 1) / (h * h) : 0);
            }

            var off = 1 / (h * h * h * h);
            var (low, high) = (1 - (2 * _g * _g), 2.0);
            for (var round = 0; round < 80; round++)
            {
                var middle = 0.5 * (low + high);
                var below = 0;
                double q = 1;
                for (var i = 0; i < n; i++)
                {
                    q = diagonal[i] - middle - (i == 0 ? 0 : off / q);
                    if (q < 0)
                    {
                        below++;
                    }
                }

                (low, high) = below > 0 ? (low, middle) : (middle, high);
            }

            return 0.5 * (low + high);
        }

        return ((4 * With(0.01)) - With(0.02)) / 3;
    }
}
