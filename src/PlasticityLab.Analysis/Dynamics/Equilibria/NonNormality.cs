using System.Text.Json.Serialization;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>How far a linearisation is from a normal matrix: a stable equilibrium may amplify strongly before it decays.</summary>
/// <param name="HenriciDepartureFrobenius">sqrt(|J|_F² − Σ|λ|²) [1/time]; 0 for a normal matrix. Henrici 1962, Numer. Math. 4:24.</param>
/// <param name="NumericalAbscissa">The largest eigenvalue of (J + Jᵀ)/2: the fastest growth of |x| at time 0 [1/time].</param>
/// <param name="SpectralAbscissa">max Re λ [1/time].</param>
/// <param name="MaxTransientGain2Norm">max over t ≥ 0 of |exp(J t)|₂ [1]; null when the equilibrium is not stable.</param>
/// <param name="TimeOfMaxGain">Where that maximum lies [time].</param>
public sealed record NonNormality(
    double HenriciDepartureFrobenius,
    double NumericalAbscissa,
    double SpectralAbscissa,
    [property: JsonPropertyName("max_transient_gain_2norm")] double? MaxTransientGain2Norm,
    double? TimeOfMaxGain
)
{
    /// <summary>The measures of a Jacobian. Trefethen and Embree 2005, Spectra and Pseudospectra, ch. 14-15.</summary>
    public static NonNormality Of(Matrix jacobian)
    {
        var values = Eigen.Values(jacobian);
        var square = jacobian.Values.Sum(x => x * x);
        // The difference of two nearly equal numbers: below rounding it is 0.
        var departure = square - values.Sum(x => (x.Real * x.Real) + (x.Imaginary * x.Imaginary));
        var henrici = departure > 1e-14 * square ? Math.Sqrt(departure) : 0;
        var numerical = SymmetricEigen.Decompose(jacobian).Values[0];
        // Growth and decay below rounding are none: neither a rise nor a time could be told.
        var rounding = 1e-12 * Math.Sqrt(square);
        var (gain, time) =
            values[0].Real < -rounding ? Gain(jacobian, numerical <= rounding ? 0 : numerical, values[0].Real) : (null, null);
        return new(henrici, numerical, values[0].Real, gain, time);
    }

    private static (double?, double?) Gain(Matrix j, double numerical, double spectral)
    {
        // |exp(Jt)| starts at 1 with slope ω(J): without an initial rise, and since the norm is submultiplicative, it never exceeds 1.
        if (numerical <= 0)
        {
            return (1, 0);
        }

        // Geometric steps with powers of one exponential, until the decay is clear.
        var h = 0.02 / Math.Max(numerical, -spectral);
        var (step, power) = (MatrixExponential.Of(Scaled(j, h)), MatrixExponential.Of(Scaled(j, h)));
        double best = 1,
            at = 0,
            t = h,
            growth = 1;
        for (var k = 0; k < 4000; k++)
        {
            var norm = Norm(power);
            if (norm > best)
            {
                (best, at) = (norm, t);
            }

            if (norm < 1e-3 || (norm < 0.5 && norm < 0.2 * best))
            {
                break;
            }

            if (k % 60 == 59 && growth < 64)
            {
                // Slow decays need longer steps.
                step = step.Times(step);
                growth *= 2;
            }

            power = power.Times(step);
            t += growth * h;
        }

        var (low, high) = (Math.Max(0, at - (growth * h)), at + (growth * h));
        for (var k = 0; k < 60; k++)
        {
            double a = high - ((high - low) * 0.6180339887498949),
                b = low + ((high - low) * 0.6180339887498949);
            if (Norm(MatrixExponential.Of(Scaled(j, a))) >= Norm(MatrixExponential.Of(Scaled(j, b))))
            {
                high = b;
            }
            else
            {
                low = a;
            }
        }

        var middle = 0.5 * (low + high);
        return (Math.Max(1, Norm(MatrixExponential.Of(Scaled(j, middle)))), middle);
    }

    private static double Norm(Matrix a) => Svd.SingularValues(a)[0];

    private static Matrix Scaled(Matrix a, double factor) => new(a.Rows, a.Columns, [.. a.Values.Select(x => factor * x)]);
}
