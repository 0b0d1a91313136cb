namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>A curve, surface or solid on which every point rests, exactly or to rounding: what integrators and rings of neurons hold their
/// memories on.</summary>
/// <remarks>Seung 1996, Proc. Natl. Acad. Sci. 93:13339 (lines); Zhang 1996, J. Neurosci. 16:2112 (rings); Khona and Fiete 2022, Nat. Rev.
/// Neurosci. 23:744.</remarks>
public sealed record ContinuousSet
{
    /// <summary>ring, segment, half-line, line, curve (it leaves the box), patch, plane, solid.</summary>
    public required string Kind { get; init; }

    /// <summary>Number of directions along it [1].</summary>
    public required int Dimension { get; init; }

    /// <summary>Members: of a curve in their order, of more dimensions its corners or members met. Sets without bound are cut far
    /// outside the box.</summary>
    public required IReadOnlyList<double[]> Points { get; init; }

    /// <summary>Whether the last point joins the first.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether it has no bound.</summary>
    public bool IsUnbounded { get; init; }

    /// <summary>Largest |f| along it: how fast a memory drifts [state/time].</summary>
    public required double Drift { get; init; }

    /// <summary>What rounding alone can leave of |f| there [state/time]: a smaller drift is none.</summary>
    public required double Rounding { get; init; }

    /// <summary>Real parts of the eigenvalues across the set at a typical member, descending [1/time].</summary>
    public required double[] RatesAcross { get; init; }

    /// <summary>Whether orbits nearby come to it from all sides, at every member looked at.</summary>
    public required bool IsAttracting { get; init; }

    /// <summary>What it adds to the index sum: 0 for a ring, ±1 for a bounded set without holes; null when it is not known.</summary>
    public int? Index { get; init; }

    /// <summary>Its name among attractors, as in "ring attractor", or what it is when it does not attract.</summary>
    public string Name =>
        IsAttracting
            ? Kind switch
            {
                "ring" => "ring attractor",
                "patch" or "plane" => "plane attractor",
                "solid" => $"continuous attractor of {Dimension} dimensions",
                _ => "line attractor",
            }
            : $"{Kind} of equilibria";

    /// <summary>Distance of a state from the set [state].</summary>
    public required Func<double[], double> DistanceFrom { get; init; }

    /// <summary>One sentence.</summary>
    public string Sentence =>
        $"{Name}: a {(Dimension == 1 ? Kind : $"{Kind} of dimension {Dimension}")} of equilibria, {(IsAttracting ? "attracting" : "not attracting")}"
        + (RatesAcross.Length > 0 ? $" (slowest rate across it {RatesAcross[0]:G4})" : "")
        + (Drift <= Rounding ? "; no drift along it beyond rounding" : $"; drift along it up to {Drift:G3}");

    /// <summary>The set with every member moved to another place, as from overlaps to rates.</summary>
    internal ContinuousSet Mapped(Func<double[], double[]> map, Func<double[], double[]> back, double[] ratesAcross) =>
        this with
        {
            Points = [.. Points.Select(map)],
            RatesAcross = ratesAcross,
            IsAttracting = ratesAcross.All(rate => rate < 0),
            DistanceFrom = x => Norm(x, map(Nearest(back(x)))),
        };

    /// <summary>The set in other units.</summary>
    internal ContinuousSet Back(Units units) =>
        units.AreGiven
            ? this
            : this with
            {
                Points = [.. Points.Select(x => units.Back(x))],
                Drift = Drift * units.State / units.Time,
                Rounding = Rounding * units.State / units.Time,
                RatesAcross = [.. RatesAcross.Select(rate => rate / units.Time)],
                DistanceFrom = x => DistanceFrom(units.Into(x)) * units.State,
            };

    /// <summary>The nearest place on the chain of its points.</summary>
    public double[] Nearest(double[] x)
    {
        var (best, at) = (double.PositiveInfinity, Points[0]);
        for (var k = 0; k + 1 < Points.Count || (IsClosed && k < Points.Count); k++)
        {
            var (p, q) = (Points[k], Points[(k + 1) % Points.Count]);
            double along = 0,
                length = 0;
            for (var i = 0; i < x.Length; i++)
            {
                along += (x[i] - p[i]) * (q[i] - p[i]);
                length += (q[i] - p[i]) * (q[i] - p[i]);
            }

            var t = length > 0 ? Math.Clamp(along / length, 0, 1) : 0;
            var near = p.Zip(q, (a, b) => a + (t * (b - a))).ToArray();
            if (Norm(near, x) is var distance && distance < best)
            {
                (best, at) = (distance, near);
            }
        }

        return at;
    }

    private static double Norm(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }
}
