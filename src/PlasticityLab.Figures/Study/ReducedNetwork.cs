using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Player;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>A rule's network reduced to its assemblies: lag-averaged block weights, exact transfer function and inhibition, everything else
/// at rest.</summary>
/// <remarks>u_k = γ Σ_l L(k − l) r_l − w_I [Σ_l r_l + rest − A₀]₊ − b_a a_k, τ dr_k/dt = −r_k + φ(u_k), τ_a da_k/dt = −a_k + r_k. The
/// weights are means over the study's networks, so the noise of a single network is averaged out.</remarks>
internal sealed class ReducedNetwork
{
    private const int Grid = 121;
    private readonly Dictionary<int, double> _lag;
    private readonly double _beta,
        _theta,
        _threshold,
        _adaptation,
        _tau,
        _tauA,
        _inhibition,
        _gain,
        _drive,
        _cueMs,
        _freeMs,
        _outside;
    private readonly int _items;

    private ReducedNetwork(StudyResults study, string condition, Dictionary<int, double> lag, double inhibition, double gain)
    {
        var (network, task) = ((RateNetwork)study.Study.NetworkIn(condition), (Chain)study.Study.Task);
        var neuron = (Logistic)network.Neuron;
        (_lag, _inhibition, _gain) = (lag, inhibition, gain);
        (_beta, _theta) = (neuron.Beta, neuron.Theta);
        _threshold = network.InhibitionThreshold;
        (_adaptation, _tauA, _tau) = (network.Adaptation, 1000 * network.AdaptationTau, 1000 * network.Tau);
        (_drive, _cueMs, _freeMs, _items) = (task.Drive, 1000 * task.Cue, 1000 * task.FreeRun, task.Items);

        // Units outside the assemblies in view, in assemblies, at their resting rate.
        _outside = network.Units / (double)task.AssemblySize * Phi(0);
    }

    /// <summary>The reduction of a rule in a condition; null when the study lacks its weights or operating point, or has other
    /// neurons.</summary>
    public static ReducedNetwork? Of(StudyResults study, string rule, string condition)
    {
        var tuned = study.Rows<TunedRow>().Where(row => row.Rule == rule && row.Condition == condition).ToArray();
        var lags = study
            .Rows<LagProfileRow>()
            .Where(row => row.Rule == rule && row.Condition == condition)
            .GroupBy(row => row.Lag)
            .ToDictionary(group => group.Key, group => group.Average(row => row.L));
        return
            study.Study.NetworkIn(condition) is not RateNetwork { Neuron: Logistic }
            || study.Study.Task is not Chain
            || tuned.Length == 0
            || lags.Count == 0
            ? null
            : new ReducedNetwork(study, condition, lags, tuned[0].Inhibition, tuned[0].Gain);
    }

    /// <summary>The plane of two consecutive assemblies, r_k and r_{k+1}, or of the two neighbours of an assembly held at one half, r_{k−1}
    /// and r_{k+1}.</summary>
    public PlaneData Plane(bool choice, double networkOrder)
    {
        var two = Two();
        (double, double) Field(double x, double y) =>
            choice
                ? (
                    Rate(x, (L(0) * x) + (L(-1) * 0.5) + (L(-2) * y), x + y + 0.5, 0),
                    Rate(y, (L(0) * y) + (L(1) * 0.5) + (L(2) * x), x + y + 0.5, 0)
                )
                : two.Field(x, y);

        double[] at = [.. Enumerable.Range(0, Grid).Select(i => -0.02 + (1.04 * i / (Grid - 1)))];
        var (f, g) = (
            Matrix.From(Grid, Grid, (i, j) => Field(at[j], at[i]).Item1),
            Matrix.From(Grid, Grid, (i, j) => Field(at[j], at[i]).Item2)
        );
        var flow = Enumerable
            .Range(0, 121)
            .Select(k => (X: (k % 11) / 10.0, Y: k / 11 / 10.0))
            .Select(p => (p.X, p.Y, Field(p.X, p.Y).Item1, Field(p.X, p.Y).Item2))
            .ToArray();
        var note =
            (
                choice
                    ? "Choice plane: assembly *k* is held at one half and its two neighbours compete; all other units rest. "
                    : "Reduction to two consecutive assemblies; all other units rest. "
            )
            + "Block weights are means over networks; transfer function and inhibition are exact."
            + (
                _adaptation == 0 ? ""
                : choice ? " Adaptation is frozen at 0."
                : " Adaptation is frozen: 0.63 (its value after one time constant of full activity) in the first assembly, 0 in the second."
            );
        return new(
            Contours.Lines(at, at, f),
            Contours.Lines(at, at, g),
            flow,
            FixedPoints(Field, f, g, at),
            [Trajectory(Field, choice ? (Phi(0), Phi(0)) : (1, Phi(0)))],
            note,
            $"{RichText.Number(Order(), "0.00")} | {(double.IsFinite(networkOrder) ? RichText.Number(networkOrder, "0.00") : "–")}{(Math.Abs(Order() - networkOrder) > 0.2 ? " ≠" : "")}"
        );
    }

    /// <summary>The system of two consecutive assemblies by its numbers. On hand-over the assembly that is active has adapted for some time;
    /// the next one has not.</summary>
    public TwoAssemblies Two() =>
        new(
            L(0),
            L(1),
            L(-1),
            _gain,
            _inhibition,
            _threshold,
            _outside,
            _beta,
            _theta,
            _adaptation == 0 ? 0 : _adaptation * (1 - Math.Exp(-1)),
            _tau
        );

    /// <summary>Order of the replay that the system of all assemblies gives for the cue at the first: correct steps minus others over P −
    /// 1, until the last is reached.</summary>
    public double Order()
    {
        var (r, a, last, run, score) = (Enumerable.Repeat(Phi(0), _items).ToArray(), new double[_items], 0, (Who: -1, Ms: 0), 0);
        for (var ms = 0; ms < _cueMs + _freeMs && last < _items - 1; ms++)
        {
            var active = r.Sum();
            var next = Enumerable
                .Range(0, _items)
                .Select(k =>
                    r[k]
                    + Rate(r[k], Enumerable.Range(0, _items).Sum(l => L(k - l) * r[l]), active, a[k], ms < _cueMs && k == 0 ? _drive : 0)
                )
                .ToArray();
            for (var k = 0; k < _items; k++)
            {
                a[k] += (r[k] - a[k]) / _tauA;
            }

            r = next;
            var best = Array.IndexOf(r, r.Max());
            var dominant = r[best] >= 0.35 && r[best] - r.Where((_, k) => k != best).Max() >= 0.1 ? best : -1;
            run = dominant == run.Who ? (dominant, run.Ms + 1) : (dominant, 1);

            // A visit lasts at least 3 ms.
            if (run.Who >= 0 && run.Ms == 3 && run.Who != last)
            {
                score += run.Who == last + 1 ? 1 : -1;
                last = run.Who;
            }
        }

        return Math.Clamp((double)score / (_items - 1), 0, 1);
    }

    private double L(int lag) => _lag.GetValueOrDefault(lag);

    private double Phi(double u) => 1 / (1 + Math.Exp(Math.Clamp(-_beta * (u - _theta), -50, 50)));

    /// <summary>dr/dt [1/ms].</summary>
    private double Rate(double r, double recurrent, double active, double adapted, double drive = 0) =>
        (-r + Phi((_gain * recurrent) - (_inhibition * Math.Max(0, active + _outside - _threshold)) + drive - (_adaptation * adapted)))
        / _tau;

    private static (double X, double Y)[] Trajectory(Func<double, double, (double, double)> field, (double X, double Y) at)
    {
        var points = new List<(double X, double Y)> { at };
        for (var step = 0; step < 1200; step++)
        {
            var (u, v) = field(at.X, at.Y);
            at = (at.X + (0.25 * u), at.Y + (0.25 * v));
            points.Add(at);
        }

        return [.. points.Where((_, i) => i % 4 == 0)];
    }

    private static List<(double X, double Y, string Type)> FixedPoints(
        Func<double, double, (double, double)> field,
        Matrix f,
        Matrix g,
        double[] at
    )
    {
        var found = new List<(double X, double Y, string Type)>();
        static bool Changes(Matrix m, int i, int j) =>
            new[] { m[i, j], m[i, j + 1], m[i + 1, j], m[i + 1, j + 1] } is var c && c.Min() <= 0 && c.Max() >= 0;
        for (var i = 0; i + 1 < at.Length; i++)
        {
            for (var j = 0; j + 1 < at.Length; j++)
            {
                // Newton from the middle of every cell where both nullclines pass.
                if (
                    Changes(f, i, j)
                    && Changes(g, i, j)
                    && Newton(field, (at[j] + at[j + 1]) / 2, (at[i] + at[i + 1]) / 2) is { } point
                    && !found.Any(p => Math.Abs(p.X - point.X) + Math.Abs(p.Y - point.Y) < 1e-3)
                )
                {
                    found.Add(point);
                }
            }
        }

        return found;
    }

    private static (double X, double Y, string Type)? Newton(Func<double, double, (double, double)> field, double x, double y)
    {
        for (var step = 0; step < 40; step++)
        {
            var (f, g) = field(x, y);
            var (a, b, c, d) = Slopes(field, x, y);
            var determinant = (a * d) - (b * c);
            if (Math.Abs(determinant) < 1e-14)
            {
                return null;
            }

            var (dx, dy) = (((d * f) - (b * g)) / determinant, ((a * g) - (c * f)) / determinant);
            var shorten = Math.Min(1, 0.05 / Math.Max(1e-12, Math.Abs(dx) + Math.Abs(dy)));
            (x, y) = (x - (shorten * dx), y - (shorten * dy));
            if (Math.Abs(dx) + Math.Abs(dy) < 1e-11)
            {
                var (trace, product) = (a + d, determinant);
                var type =
                    product < 0 ? "saddle" : (trace < 0 ? "stable " : "unstable ") + (trace * trace < 4 * product ? "focus" : "node");
                return x is < -0.03 or > 1.03 || y is < -0.03 or > 1.03 ? null : (x, y, type);
            }
        }

        return null;
    }

    private static (double A, double B, double C, double D) Slopes(Func<double, double, (double, double)> field, double x, double y)
    {
        const double h = 1e-6;
        var (right, left, up, down) = (field(x + h, y), field(x - h, y), field(x, y + h), field(x, y - h));
        return (
            (right.Item1 - left.Item1) / (2 * h),
            (up.Item1 - down.Item1) / (2 * h),
            (right.Item2 - left.Item2) / (2 * h),
            (up.Item2 - down.Item2) / (2 * h)
        );
    }
}
