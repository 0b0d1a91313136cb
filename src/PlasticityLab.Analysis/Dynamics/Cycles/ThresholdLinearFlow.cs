using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The exact flow of a threshold-linear field: matrix exponentials between switches, switch times by root finding to
/// rounding.</summary>
/// <remarks>The field is continuous across a threshold, so the transport matrix is the plain product of the exponentials (no
/// saltation).</remarks>
internal sealed class ThresholdLinearFlow(ThresholdLinear field) : IFlow
{
    /// <summary>Longest stride between two looks for switches [time]; a double crossing inside a stride is caught by the turning-point
    /// test.</summary>
    private readonly double _stride = 0.05 * field.Tau;
    private readonly Dictionary<string, Region> _regions = [];

    public int Dimension { get; } = field.Dimension;

    internal sealed record Region(bool[] Active, Matrix Augmented, Matrix Step);

    internal sealed record Piece(bool[] Active, double Duration, int Switch, double[] Start);

    public bool Advance(Span<double> state, double duration, CancellationToken cancellation = default) =>
        Run(state, null, duration, null, 100_000, cancellation);

    public bool Advance(Span<double> state, Matrix transport, double duration, CancellationToken cancellation = default) =>
        Run(state, transport, duration, null, 100_000, cancellation);

    /// <summary>Follows the flow; the pieces are written down when a list is given, and the run ends early after
    /// <paramref name="mostPieces"/> switches.</summary>
    public bool Run(
        Span<double> state,
        Matrix? transport,
        double duration,
        List<Piece>? pieces,
        int mostPieces,
        CancellationToken cancellation
    )
    {
        var n = Dimension;
        var x = state.ToArray();
        var active = ActiveAt(x);
        double t = 0,
            pieceStart = 0;
        var start = (double[])x.Clone();
        var switches = 0;
        while (t < duration)
        {
            cancellation.ThrowIfCancellationRequested();
            var region = RegionOf(active);
            var h = Math.Min(_stride, duration - t);
            var step = h == _stride ? region.Step : MatrixExponential.Of(region.Augmented, h);
            var next = Apply(step, x);
            var (unit, at) = FirstSwitch(region, x, next, h);
            if (unit >= 0)
            {
                step = MatrixExponential.Of(region.Augmented, at);
                next = Apply(step, x);
                h = at;
            }

            if (transport is not null)
            {
                Multiply(step, transport);
            }

            x = next;
            t = h == duration - t ? duration : t + h;
            if (unit >= 0)
            {
                pieces?.Add(new Piece(active, t - pieceStart, unit, start));
                active = Flip(active, unit, x);
                (pieceStart, start) = (t, (double[])x.Clone());
                if (++switches >= mostPieces)
                {
                    break;
                }
            }
        }

        if (t > pieceStart && pieces is not null && switches < mostPieces)
        {
            pieces.Add(new Piece(active, t - pieceStart, -1, start));
        }

        x.CopyTo(state);
        return Array.TrueForAll(x, double.IsFinite);
    }

    internal Region RegionOf(bool[] active)
    {
        var key = string.Create(
            active.Length,
            active,
            static (span, a) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = a[i] ? '1' : '0';
                }
            }
        );
        if (!_regions.TryGetValue(key, out var region))
        {
            var n = Dimension;
            var augmented = new Matrix(n + 1, n + 1);
            for (var i = 0; i < n; i++)
            {
                augmented[i, i] = -1 / field.Tau;
                if (active[i])
                {
                    for (var j = 0; j < n; j++)
                    {
                        augmented[i, j] += field.Weights[i, j] / field.Tau;
                    }

                    augmented[i, n] = field.Theta[i] / field.Tau;
                }
            }

            region = new Region((bool[])active.Clone(), augmented, MatrixExponential.Of(augmented, _stride));
            _regions[key] = region;
        }

        return region;
    }

    internal static double[] Apply(Matrix augmentedExponential, ReadOnlySpan<double> x)
    {
        var n = x.Length;
        var y = new double[n];
        for (var i = 0; i < n; i++)
        {
            y[i] = Linear.Dot(augmentedExponential.Row(i)[..n], x) + augmentedExponential[i, n];
        }

        return y;
    }

    /// <summary>Which units are above threshold just after the state: exactly at threshold the direction of motion decides.</summary>
    internal bool[] ActiveAt(ReadOnlySpan<double> x)
    {
        var n = Dimension;
        var active = new bool[n];
        var speed = new double[n];
        field.Evaluate(x, speed);
        for (var i = 0; i < n; i++)
        {
            var y = field.Input(i, x);
            active[i] = Math.Abs(y) > 1e-13 ? y > 0 : Linear.Dot(field.Weights.Row(i), speed) > 0;
        }

        return active;
    }

    private static void Multiply(Matrix augmentedExponential, Matrix transport)
    {
        var n = transport.Rows;
        var e = Matrix.From(n, n, (i, j) => augmentedExponential[i, j]);
        e.Times(transport).Values.CopyTo(transport.Values, 0);
    }

    private bool[] Flip(bool[] active, int unit, double[] x)
    {
        var result = (bool[])active.Clone();
        result[unit] = !result[unit];
        var speed = new double[x.Length];
        field.Evaluate(x, speed);
        for (var i = 0; i < x.Length; i++)
        {
            // Symmetric networks switch several units at the same time.
            if (i != unit && Math.Abs(field.Input(i, x)) < 1e-13)
            {
                result[i] = Linear.Dot(field.Weights.Row(i), speed) > 0;
            }
        }

        return result;
    }

    private (int Unit, double At) FirstSwitch(Region region, double[] x, double[] next, double h)
    {
        var n = Dimension;
        var (unit, at) = (-1, double.PositiveInfinity);
        var (v0, v1) = (Speed(region, x), Speed(region, next));
        for (var i = 0; i < n; i++)
        {
            var sign = region.Active[i] ? 1 : -1;
            var (y0, y1) = (sign * field.Input(i, x), sign * field.Input(i, next));
            var (s0, s1) = (sign * Linear.Dot(field.Weights.Row(i), v0), sign * Linear.Dot(field.Weights.Row(i), v1));
            double found;
            if (y1 < 0)
            {
                found = Root(region, x, i, sign, Math.Abs(y0) < 1e-13 && s0 > 0 ? LeaveZero(region, x, i, sign, h) : 0, h);
            }
            else if (s0 < 0 && s1 > 0 && y0 + (0.5 * h * s0) < 0 && TurningPoint(region, x, i, sign, h) is { } low)
            {
                found = Root(region, x, i, sign, 0, low);
            }
            else
            {
                continue;
            }

            if (found < at)
            {
                (unit, at) = (i, found);
            }
        }

        return (unit, at);
    }

    private double LeaveZero(Region region, double[] x, int i, int sign, double h)
    {
        // The stride starts on the threshold and moves off it: step aside until the value is clearly positive, so that the root found is
        // the return.
        for (var t = h / 2; t > h * 1e-9; t /= 2)
        {
            if (Value(region, x, i, sign, t) > 0)
            {
                return t;
            }
        }

        return 0;
    }

    private double? TurningPoint(Region region, double[] x, int i, int sign, double h)
    {
        var (low, high) = (0.0, h);
        for (var round = 0; round < 60; round++)
        {
            var middle = 0.5 * (low + high);
            var state = Apply(MatrixExponential.Of(region.Augmented, middle), x);
            if (sign * field.Input(i, state) < 0)
            {
                return middle;
            }

            if (sign * Linear.Dot(field.Weights.Row(i), Speed(region, state)) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return null;
    }

    private double Root(Region region, double[] x, int i, int sign, double low, double high)
    {
        // Newton inside a bracket: value > 0 at low, < 0 at high.
        var t = 0.5 * (low + high);
        for (var round = 0; round < 100; round++)
        {
            var state = Apply(MatrixExponential.Of(region.Augmented, t), x);
            var value = sign * field.Input(i, state);
            if (value > 0)
            {
                low = t;
            }
            else
            {
                high = t;
            }

            var slope = sign * Linear.Dot(field.Weights.Row(i), Speed(region, state));
            var next = t - (value / slope);
            if (!(next >= low && next <= high))
            {
                next = 0.5 * (low + high);
            }

            if (Math.Abs(next - t) < 1e-16 * Math.Max(1, t) || high - low < 1e-17)
            {
                return next;
            }

            t = next;
        }

        return t;
    }

    private double Value(Region region, double[] x, int i, int sign, double t) =>
        sign * field.Input(i, Apply(MatrixExponential.Of(region.Augmented, t), x));

    private double[] Speed(Region region, ReadOnlySpan<double> x) => Apply(region.Augmented, x);
}
