using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Where a family of cycles ends, and in what: a Hopf point, a loop through a saddle, a fold of equilibria on the
/// cycle.</summary>
internal sealed partial class CycleTracer
{
    private SpecialPoint? Shrunk(List<CycleNode> nodes, Place next) =>
        nodes.Count < 2 || next.Amplitude > 0.1 || next.Amplitude > nodes[^1].Amplitude
            ? null
            : equilibria
                .Where(e =>
                    e.Kind == SpecialKind.Hopf
                    && Math.Abs(e.Value - next.P) < 0.02 * _unit * 10
                    && Linear.Distance(e.State, next.Mesh[0]) < 2 * next.Amplitude + 1e-3
                    && Math.Abs((2 * Math.PI / e.Omega) - next.Period) < 0.05 * next.Period
                )
                .FirstOrDefault(_ => next.Amplitude < 0.06);

    private CycleFamilyEnd End(List<CycleNode> nodes, Place here, double shortest, CycleEndKind otherwise)
    {
        if (here.Period < 3 * shortest)
        {
            return new CycleFamilyEnd(otherwise, here.P);
        }

        var rising = Rising(nodes, 2.5 * shortest);
        rising = rising.Length < 5 ? Rising(nodes, 1.5 * shortest) : rising;
        if (rising.Length < 5)
        {
            return new CycleFamilyEnd(otherwise, here.P);
        }

        var scaling = PeriodScaling.Fit([.. rising.Select(r => r.Parameter)], [.. rising.Select(r => r.Period)]);
        var (slow, saddle) = SlowPoint(here);
        var fold = equilibria
            .Where(e =>
                e.Kind == SpecialKind.SaddleNode
                && Math.Abs(e.Value - here.P) < 0.5 * _unit
                && Linear.Distance(e.State, slow) < 0.25 * Math.Max(here.Amplitude, 1e-6)
            )
            .MinBy(e => Math.Abs(e.Value - here.P));
        // A saddle-node on the slowest stretch that is not yet born is a SNIC; a saddle that already sits there is a homoclinic orbit. The
        // law must agree.
        if (fold is not null && saddle is null && scaling.Verdict != "homoclinic")
        {
            return new CycleFamilyEnd(CycleEndKind.Snic, fold.Value, scaling);
        }

        if (saddle is not null && scaling.Verdict != "snic")
        {
            return new CycleFamilyEnd(CycleEndKind.Homoclinic, scaling.HomoclinicValue, scaling);
        }

        var kind = scaling.Verdict switch
        {
            "snic" => CycleEndKind.Snic,
            "homoclinic" => CycleEndKind.Homoclinic,
            _ => CycleEndKind.InfinitePeriod,
        };
        return new CycleFamilyEnd(kind, kind == CycleEndKind.Homoclinic ? scaling.HomoclinicValue : scaling.SnicValue, scaling);
    }

    // The last nodes whose periods are above a bound, as far as the parameter approaches its end from one side: else the laws do not apply.
    private static CycleNode[] Rising(List<CycleNode> nodes, double above)
    {
        CycleNode[] last = [.. nodes.AsEnumerable().Reverse().TakeWhile(node => node.Period > above).DistinctBy(node => node.Parameter)];
        var direction = last.Length < 2 ? 0 : Math.Sign(last[0].Parameter - last[^1].Parameter);
        return
        [
            .. last.Zip(last.Skip(1))
                .TakeWhile(z => Math.Sign(z.First.Parameter - z.Second.Parameter) == direction)
                .Select(z => z.First)
                .Reverse(),
        ];
    }

    /// <summary>The slowest point of an orbit, and the saddle next to it when there is one.</summary>
    private (double[] Slow, double[]? Saddle) SlowPoint(Place here)
    {
        var field = family(here.P);
        var samples = MultipleShooting.Resample(IFlow.Of(field, 1e-9), here.Mesh, here.Period, 400, cancellation);
        var f = new double[n];
        var slow = samples.MinBy(x =>
        {
            field.Evaluate(x, f);
            return Linear.Norm(f);
        })!;
        var x = (double[])slow.Clone();
        for (var round = 0; round < 20; round++)
        {
            field.Evaluate(x, f);
            var jacobian = new Matrix(n, n);
            field.Jacobian(x, jacobian);
            if (Linear.Solve(jacobian, Array.ConvertAll(f, v => -v)) is not { } step || Linear.Distance(x, slow) > 0.3 * here.Amplitude)
            {
                return (slow, null);
            }

            for (var i = 0; i < n; i++)
            {
                x[i] += step[i];
            }

            if (Linear.Norm(step) < 1e-11)
            {
                var j = new Matrix(n, n);
                field.Jacobian(x, j);
                var unstable = Linear.Eigenvalues(j).Count(z => z.Real > 0);
                return (slow, unstable > 0 && unstable < n && Linear.Distance(x, slow) < 0.1 * here.Amplitude ? x : null);
            }
        }

        return (slow, null);
    }
}
