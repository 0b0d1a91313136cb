using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Equilibria that stay on a kink while the parameter moves, as the origin of a threshold-linear network without input does. The
/// linear system of every side decides for its own cone: where one of them has a zero eigenvalue whose direction lies in the cone, a line of
/// equilibria leaves the kink.</summary>
internal sealed partial class BranchTracer
{
    private void LookAround(Place a, Place b)
    {
        if (
            Network(a) is not { } before
            || Network(b) is not { } after
            || SupportEnumeration.AtThreshold(before, a.X) is not { Length: > 0 and <= 8 } units
            || !units.SequenceEqual(SupportEnumeration.AtThreshold(after, b.X))
        )
        {
            return;
        }

        for (var set = 0; set < 1 << units.Length; set++)
        {
            int[] above = [.. units.Where((_, k) => (set >> k & 1) == 1)];
            int Unstable(Place place, double share) => Side(place, share, b, above).Values.Count(value => value.Real > 0);
            if (Unstable(a, 0) == Unstable(a, 1))
            {
                continue;
            }

            var (low, high) = (0.0, 1.0);
            for (var round = 0; round < 52; round++)
            {
                var middle = 0.5 * (low + high);
                (low, high) = Unstable(a, middle) == Unstable(a, 0) ? (middle, high) : (low, middle);
            }

            var (x, p, values, network) = Side(a, high, b, above);
            if (IsWay(network, x, units, above))
            {
                var near = values.Count(value => value.Magnitude < Zero * _rate);
                Keep(Line(x, p) with { Eigenvalues = values, ZeroEigenvalues = near, CriticalEigenvalues = near });
            }
        }
    }

    private RateNetwork? Network(Place place) => _calculus.IsKinked ? _calculus.At(place.Q * _unit) as RateNetwork : null;

    // The linear system with these threshold units above their threshold, a share of the way from one place to another.
    private (double[] X, double P, Complex[] Values, RateNetwork Network) Side(Place a, double share, Place b, int[] above)
    {
        var p = (a.Q + (share * (b.Q - a.Q))) * _unit;
        double[] x = [.. a.X.Zip(b.X, (v, w) => v + (share * (w - v)))];
        var network = (RateNetwork)_calculus.At(p);
        return (x, p, SupportEnumeration.Side(network, x, above), network);
    }

    // Whether the kernel of a side points into its cone: units above their threshold grow, those at it are not driven.
    private static bool IsWay(RateNetwork network, double[] x, int[] units, int[] above)
    {
        var v = Linear.NullVector(SupportEnumeration.SideMatrix(network, x, above));
        double Drive(int i) => network.Gain * Linear.Dot(network.Weights.Row(i), v);
        return new[] { 1, -1 }.Any(sign => units.All(i => above.Contains(i) ? sign * v[i] > -1e-6 : sign * Drive(i) < 1e-6));
    }
}
