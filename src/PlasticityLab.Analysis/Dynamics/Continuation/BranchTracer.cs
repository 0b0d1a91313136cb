using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Pseudo-arclength continuation with event location and branch switching; keeps the branches and special points found so
/// far.</summary>
internal sealed partial class BranchTracer
{
    /// <summary>Steps are cut until an event lies in one this short; Newton on the extended system does the rest.</summary>
    private const double EventStep = 4e-3;

    private readonly FamilyCalculus _calculus;
    private readonly int _n;
    private readonly double _low;
    private readonly double _high;
    private readonly double _unit;
    private readonly ContinuationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly List<EquilibriumBranch> _branches = [];
    private readonly List<SpecialPoint> _points = [];
    private readonly HashSet<SpecialPoint> _switched = [];
    private double _rate;

    // A corner of a piecewise linear field is found from the lines that meet there: no need to creep up to it, where zeros beyond it that are
    // none cannot be told from those before.
    private double SmallestStep => _calculus.IsKinked ? 1e-6 : 1e-9;

    public BranchTracer(
        FieldFamily family,
        int dimension,
        double low,
        double high,
        ContinuationOptions options,
        CancellationToken cancellation
    )
    {
        (_n, _low, _high, _unit, _options, _cancellation) = (dimension, low, high, 0.1 * (high - low), options, cancellation);
        _calculus = new FamilyCalculus(family, dimension, low, high);
    }

    public IReadOnlyList<EquilibriumBranch> Branches => _branches;

    public IReadOnlyList<SpecialPoint> Points => _points;

    /// <summary>A point of a branch: x, the scaled parameter q = p / unit, the tangent in (x, q), what tells events apart.</summary>
    private sealed record Place(double[] X, double Q, double[] Tangent, Complex[] Eigenvalues)
    {
        /// <summary>Sign of det [F_x F_p; tᵀ]; 0 while it is not known.</summary>
        public int Determinant { get; init; }

        /// <summary>Directions in which nothing happens; null when there are none.</summary>
        public NeutralSpace? Neutral { get; init; }

        /// <summary>Unstable directions among the neutral ones, carried on from before; null while they are not known.</summary>
        public int? Hidden { get; init; }

        public bool IsKnown => Neutral is null || Hidden is not null;

        public int Unstable => Apart(Neutral?.Left.Length ?? 0) + (Hidden ?? 0);

        /// <summary>Unstable directions apart from those of the eigenvalues nearest to 0.</summary>
        public int Apart(int neutral) => Eigenvalues.OrderBy(z => z.Magnitude).Skip(neutral).Count(z => z.Real > 0);
    }

    /// <summary>Follows the equilibrium at a state, or a continuous set by that member of it.</summary>
    public void Follow(double[] state, double parameter, ContinuousSet? set = null)
    {
        if (_branches.Count >= _options.BranchBudget || Polish(state, parameter) is not { } x || IsKnown(x, parameter, set))
        {
            return;
        }

        var q = parameter / _unit;
        if (Start(x, q, null) is not { } start)
        {
            return;
        }

        var (back, backEnd) = Trace(Signed(start with { Tangent = Negative(start.Tangent) }));
        if (backEnd == BranchEnd.Closed)
        {
            Keep(back, BranchEnd.Closed, BranchEnd.Closed, set);
            return;
        }

        var (forth, forthEnd) = Trace(start);
        back.Reverse();
        Keep([.. back, .. forth.Skip(1)], backEnd, forthEnd, set);
    }

    private void Keep(List<BranchNode> nodes, BranchEnd first, BranchEnd last, ContinuousSet? set = null)
    {
        _branches.Add(new EquilibriumBranch(nodes, first, last) { Set = set?.Kind });
        SwitchAtNewPoints();
    }

    private void SwitchAtNewPoints()
    {
        foreach (var point in _points.Where(p => p.Kind is SpecialKind.Pitchfork or SpecialKind.Transcritical).ToArray())
        {
            if (!_switched.Add(point))
            {
                continue;
            }

            foreach (var direction in BranchDirections(point))
            {
                foreach (var sign in (ReadOnlySpan<int>)[1, -1])
                {
                    Leave(point, direction, sign);
                }
            }
        }
    }

    private void Leave(SpecialPoint point, double[] direction, int sign)
    {
        if (_branches.Count >= _options.BranchBudget)
        {
            return;
        }

        var tangent = Array.ConvertAll(direction, d => sign * d);
        for (var step = 0.02; step > 1e-3; step /= 2)
        {
            var (x, q) = Predict(point.State, point.Value / _unit, tangent, step);
            if (Correct(x, q, tangent) is not { } corrected || Linear.Distance(corrected.X, x) > step)
            {
                continue;
            }

            if (!Inside(corrected.Q) || IsKnown(corrected.X, corrected.Q * _unit))
            {
                return;
            }

            if (Start(corrected.X, corrected.Q, tangent) is { } start)
            {
                var (nodes, end) = Trace(start);
                nodes.Insert(0, new BranchNode(point.Value, point.State, nodes[0].UnstableCount));
                Keep(nodes, BranchEnd.BranchPoint, end);
            }

            return;
        }
    }

    /// <summary>The two tangents at a branch point: roots of the algebraic bifurcation equation a s² + 2 b s r + c r² = 0 on the kernel
    /// spanned by (φ, 0) and (w, 1).</summary>
    private IEnumerable<double[]> BranchDirections(SpecialPoint point)
    {
        var (a, b, c, phi, w) = Coefficients(point.State, point.Value, point.Direction);
        var root = Math.Sqrt(Math.Max(0, (b * b) - (a * c)));
        // Stable forms of both roots: (s, r) ∝ (−b ∓ root, a) and (c, −b ∓ root).
        var t = -b - (Math.CopySign(1, b) * root);
        foreach (var (s, r) in new[] { (t, a), (c, t) })
        {
            yield return Linear.Unit([.. Enumerable.Range(0, _n).Select(i => (s * phi[i]) + (r * w[i])), r / _unit]);
        }
    }

    private (double A, double B, double C, double[] Phi, double[] W) Coefficients(double[] x, double p, double[] phi)
    {
        var j = _calculus.J(x, p);
        var psi = Linear.NullVector(j, left: true);
        // w: J w = −F_p with ψ·w = 0, from the bordered matrix [J ψ; φ 0], regular at a simple zero.
        var bordered = new Matrix(_n + 1, _n + 1);
        var right = new double[_n + 1];
        var fp = _calculus.Fp(x, p);
        for (var i = 0; i < _n; i++)
        {
            for (var k = 0; k < _n; k++)
            {
                bordered[i, k] = j[i, k];
            }

            (bordered[i, _n], bordered[_n, i], right[i]) = (psi[i], phi[i], -fp[i]);
        }

        var w = (Linear.Solve(bordered, right) ?? new double[_n + 1])[.._n];
        double G(double s, double r) => Linear.Dot(psi, _calculus.F(FamilyCalculus.Shift(FamilyCalculus.Shift(x, phi, s), w, r), p + r));
        const double h = 2e-3;
        var centre = G(0, 0);
        var a = (G(h, 0) - (2 * centre) + G(-h, 0)) / (h * h);
        var c = (G(0, h) - (2 * centre) + G(0, -h)) / (h * h);
        var b = (G(h, h) - G(h, -h) - G(-h, h) + G(-h, -h)) / (4 * h * h);
        return (a, b, c, phi, w);
    }

    private (List<BranchNode> Nodes, BranchEnd End) Trace(Place start)
    {
        var here = start;
        var nodes = new List<BranchNode> { Node(here) };
        var step = 0.2 * _options.LargestStep;
        for (var count = 0; count < _options.StepBudget; count++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var (x, q) = Predict(here.X, here.Q, here.Tangent, step);
            var next =
                Correct(x, q, here.Tangent) is { } corrected
                && Linear.Distance(corrected.X, x) < 0.5 * step + 1e-7
                && Start(corrected.X, corrected.Q, here.Tangent) is { } found
                    ? Carried(here, found)
                    : null;
            if (next is null || Linear.Dot(next.Tangent, here.Tangent) < 0.9)
            {
                step *= 0.5;
                if (step >= SmallestStep)
                {
                    continue;
                }

                if (Beyond(here, nodes) is not { } beyond)
                {
                    return (nodes, IsOnSet(here) ? BranchEnd.Set : BranchEnd.StepTooSmall);
                }

                (here, step) = (beyond, 0.2 * _options.LargestStep);
                if (!Inside(here.Q))
                {
                    return (nodes, BranchEnd.RangeEnd);
                }

                nodes.Add(Node(here));
                continue;
            }

            if (!Inside(next.Q))
            {
                // The last node lies exactly on the end of the range; events beyond it are not looked for.
                var end = next.Q < _low / _unit ? _low : _high;
                if (AtParameter(here, next, end) is { } last)
                {
                    Locate(here, last, nodes, ref step, final: true);
                    nodes.Add(Node(last));
                }

                return (nodes, BranchEnd.RangeEnd);
            }

            if (StandsStill(here, next) && IsLine(here.X, here.Q * _unit))
            {
                // Signs of the determinant and of the tangent are rounding while the parameter stands still: one event for all of it.
                Keep(Line(here.X, here.Q * _unit));
            }
            else if (!Locate(here, next, nodes, ref step, final: false))
            {
                continue;
            }

            LookAround(here, next);
            if (next.Neutral is not null && !ReferenceEquals(nodes[^1].State, here.X))
            {
                // At an event more directions than the neutral ones vanish, and what their signs do is hidden.
                next = next with
                {
                    Determinant = 0,
                };
            }

            nodes.Add(Node(next));
            var agreement = Linear.Dot(next.Tangent, here.Tangent);
            here = next;
            step = Math.Min(
                _options.LargestStep,
                step
                    * (
                        agreement > 0.995 ? 1.5
                        : agreement < 0.96 ? 0.7
                        : 1
                    )
            );
            if (here.X.Any(v => !(Math.Abs(v) <= _options.Box)))
            {
                return (nodes, BranchEnd.LeftTheBox);
            }

            if (nodes.Count > 12 && Distance(here, start) < step && Linear.Dot(here.Tangent, start.Tangent) > 0.9)
            {
                return (nodes, BranchEnd.Closed);
            }
        }

        return (nodes, BranchEnd.Budget);
    }

    private bool IsOnSet(Place here) =>
        _points.Exists(point => point.IsContinuous && Math.Abs(point.Value - (here.Q * _unit)) < 1e-5 * _unit);

    /// <summary>Looks for an event between two places. False: the step was cut and must be taken again.</summary>
    private bool Locate(Place a, Place b, List<BranchNode> nodes, ref double step, bool final)
    {
        var change = Change(a, b);
        var turned = Math.Sign(a.Tangent[_n]) != Math.Sign(b.Tangent[_n]) && Math.Abs(a.Tangent[_n]) + Math.Abs(b.Tangent[_n]) > 1e-9;
        var crossed = a.Determinant * b.Determinant < 0;
        if (change == 0 && !turned && !crossed)
        {
            return true;
        }

        if (!final && Distance(a, b) > EventStep)
        {
            step = Math.Min(step, Distance(a, b)) * 0.5;
            return false;
        }

        var middle = Array.ConvertAll(a.X.Zip(b.X).ToArray(), z => 0.5 * (z.First + z.Second));
        var p = 0.5 * (a.Q + b.Q) * _unit;
        var reach = Math.Max(10 * Distance(a, b), 1e-3);
        // The extended systems are singular where a direction is neutral.
        var point = a.Neutral is null && b.Neutral is null ? Identify(a, b, middle, p, reach, change, turned, crossed) : null;
        if (point is null && !final && step > 1e-6)
        {
            // Not resolved at this distance: come closer before giving up.
            step = Math.Min(step, Distance(a, b)) * 0.25;
            return false;
        }

        point ??= Bisected(a, b, change, turned);
        if (point.Value >= _low && point.Value <= _high)
        {
            Keep(point with { UnstableChange = change });
        }

        nodes.Add(new BranchNode(point.Value, point.State, Math.Min(a.Unstable, b.Unstable)));
        return true;
    }

    private SpecialPoint? Identify(Place a, Place b, double[] middle, double p, double reach, int change, bool turned, bool crossed)
    {
        bool Near(ExtendedSystems.Zero zero) => Linear.Distance(zero.State, middle) < reach && Math.Abs(zero.Parameter - p) < reach * _unit;
        if (Math.Abs(change) == 2 && !turned && !crossed)
        {
            var pair = a.Eigenvalues.Concat(b.Eigenvalues).Where(z => z.Imaginary > 1e-9).OrderBy(z => Math.Abs(z.Real)).FirstOrDefault();
            if (
                pair.Imaginary > 0
                && ExtendedSystems.Hopf(_calculus, middle, p, pair.Imaginary) is { } hopf
                && Near(hopf)
                && hopf.Omega > 1e-7
            )
            {
                var (l1, error) = HopfCoefficient.Of(_calculus, hopf.State, hopf.Parameter, hopf.Omega);
                return Special(SpecialKind.Hopf, hopf) with
                {
                    Omega = hopf.Omega,
                    FirstLyapunovCoefficient = l1,
                    FirstLyapunovError = error,
                };
            }

            return null;
        }

        if (Math.Abs(change) > 1)
        {
            return null;
        }

        if (ExtendedSystems.BranchPoint(_calculus, middle, p) is { } branch && Math.Abs(branch.Mu) < 1e-9 && Near(branch.Zero))
        {
            var (qa, qb, _, _, _) = Coefficients(branch.Zero.State, branch.Zero.Parameter, branch.Zero.Vector);
            return Special(
                Math.Abs(qa) < 1e-5 * Math.Max(1, Math.Abs(qb)) ? SpecialKind.Pitchfork : SpecialKind.Transcritical,
                branch.Zero
            );
        }

        return turned && ExtendedSystems.Fold(_calculus, middle, p) is { } fold && Near(fold)
            ? Special(SpecialKind.SaddleNode, fold)
            : null;
    }

    private Place? AtParameter(Place a, Place b, double p)
    {
        var s = ((p / _unit) - a.Q) / (b.Q - a.Q);
        var guess = a.X.Zip(b.X).Select(z => z.First + (s * (z.Second - z.First))).ToArray();
        return Polish(guess, p) is { } x ? Start(x, p / _unit, a.Tangent) : null;
    }

    private Place? Start(double[] x, double q, double[]? previous)
    {
        var p = q * _unit;
        var (a, right) = Augmented(x, q, previous);
        if (previous is null)
        {
            // Any border will do once: try the parameter's direction, then random-looking ones.
            for (var attempt = 0; attempt < 3 && right is not null; attempt++)
            {
                for (var j = 0; j <= _n; j++)
                {
                    a[_n, j] = attempt == 0 ? (j == _n ? 1 : 0) : Math.Sin((attempt * 2.3) + (1.9 * j));
                }

                if (Step(a, (double[])right.Clone(), out _) is { } found && Linear.Distance(a.Times(found), right) < 1e-3)
                {
                    previous = Linear.Unit(found);
                    break;
                }
            }

            if (previous is null)
            {
                return null;
            }

            (a, right) = Augmented(x, q, previous);
        }

        if (Step(a, right, out _) is not { } tangent)
        {
            return null;
        }

        tangent = Linear.Unit(tangent);
        var jacobian = _calculus.J(x, p);
        _rate = Math.Max(_rate, jacobian.FrobeniusNorm() / Math.Sqrt(_n));
        return Signed(new Place(x, q, tangent, Linear.Eigenvalues(jacobian)));
    }

    private bool IsKnown(double[] x, double p, ContinuousSet? set = null)
    {
        foreach (var branch in _branches)
        {
            for (var k = 0; k + 1 < branch.Nodes.Count; k++)
            {
                var (a, b) = (branch.Nodes[k], branch.Nodes[k + 1]);
                var slack = 1e-8 * _unit; // the end of a branch at a corner or fold is known to its rounding
                if (p < Math.Min(a.Parameter, b.Parameter) - slack || p > Math.Max(a.Parameter, b.Parameter) + slack)
                {
                    continue;
                }

                var s = a.Parameter == b.Parameter ? 0.5 : Math.Clamp((p - a.Parameter) / (b.Parameter - a.Parameter), 0, 1);
                var guess = a.State.Zip(b.State).Select(z => z.First + (s * (z.Second - z.First))).ToArray();
                var near = Linear.Distance(guess, x);
                if (
                    near < 1e-6
                    || (
                        near < 2 * Linear.Distance(a.State, b.State) + 1e-3
                        && Polish(guess, p) is { } exact
                        && Linear.Distance(exact, x) < 1e-6
                    )
                    // Every member stands for the whole set.
                    || (set is not null && Polish(guess, p) is { } member && set.DistanceFrom(member) < 1e-4 * (1 + Linear.Norm(x)))
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Inside(double q) => q * _unit >= _low - (1e-12 * _unit) && q * _unit <= _high + (1e-12 * _unit);

    private BranchNode Node(Place place) => new(place.Q * _unit, place.X, place.Unstable);

    private static double Distance(Place a, Place b) => Math.Sqrt(Math.Pow(Linear.Distance(a.X, b.X), 2) + Math.Pow(a.Q - b.Q, 2));

    private static double[] Negative(double[] v) => Array.ConvertAll(v, x => -x);

    private static (double[] X, double Q) Predict(double[] x, double q, double[] tangent, double step) =>
        (FamilyCalculus.Shift(x, tangent.AsSpan(0, x.Length), step), q + (step * tangent[x.Length]));
}
