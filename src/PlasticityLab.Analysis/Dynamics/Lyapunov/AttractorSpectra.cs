using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Lyapunov;

/// <summary>One Lyapunov spectrum for each attractor that a set of starts reaches: "the exponent of a network" is undefined when it has
/// several.</summary>
public static class AttractorSpectra
{
    /// <summary>Multipliers below this are rounding.</summary>
    private const double ResolvedMultiplier = 1e-11;

    /// <summary>The attractors behind the starts, most visited first. Diverging starts are left out.</summary>
    /// <param name="field">The field.</param>
    /// <param name="starts">Where trajectories start.</param>
    /// <param name="options">Times and steps.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<AttractorSpectrum> Run(
        IVectorField field,
        IEnumerable<double[]> starts,
        LyapunovOptions options,
        CancellationToken cancellation = default
    )
    {
        options.Check();
        var units = Units.Of(field);
        if (!units.AreGiven)
        {
            return
            [
                .. Run(units.Of(field), starts.Select(x => units.Into(x)), options.In(units), cancellation)
                    .Select(spectrum => spectrum.Back(units)),
            ];
        }

        var found = new List<(SettledState Settled, Fingerprint? Mark, int Count)>();
        foreach (var start in starts)
        {
            var settled = CycleSearch.Settle(field, start, Math.Max(20, options.Transient / 2), 4, cancellation: cancellation);
            if (settled.Kind == SettledKind.Diverged)
            {
                continue;
            }

            var mark = settled.Kind == SettledKind.NotSettled ? Fingerprint.Of(field, settled.State, options.Time, cancellation) : null;
            var at = found.FindIndex(known => Same(field, known.Settled, known.Mark, settled, mark));
            if (at < 0)
            {
                found.Add((settled, mark, 1));
            }
            else
            {
                found[at] = found[at] with { Count = found[at].Count + 1 };
            }
        }

        return
        [
            .. found
                .OrderByDescending(f => f.Count)
                .Select(f => Describe(field, f.Settled, f.Count, options, cancellation))
                .OfType<AttractorSpectrum>(),
        ];
    }

    /// <summary>The spectrum of the attractor behind one start; null when it diverges.</summary>
    public static AttractorSpectrum? Of(
        IVectorField field,
        double[] start,
        LyapunovOptions options,
        CancellationToken cancellation = default
    ) => Run(field, [start], options, cancellation) is [var first, ..] ? first : null;

    private static AttractorSpectrum? Describe(
        IVectorField field,
        SettledState settled,
        int count,
        LyapunovOptions options,
        CancellationToken cancellation
    )
    {
        // An equilibrium or a cycle has exact exponents: a short run only checks them.
        var exact = settled.Kind != SettledKind.NotSettled;
        var used = exact ? options with { Time = Math.Min(options.Time, 2000) } : options;
        var a = LyapunovExponents.Benettin(field, settled.State, used, 0, cancellation);
        if (a is null)
        {
            return null;
        }

        var b = options.CrossCheckShare > 0 ? LyapunovExponents.Clones(field, settled.State, used, cancellation) : null;
        var (exponents, below) = settled.Kind switch
        {
            SettledKind.Equilibrium or SettledKind.ContinuousSet => (OfEquilibrium(field, settled.State), double.NaN),
            SettledKind.LimitCycle => OfCycle(settled.Cycle!, a),
            _ => (null, double.NaN),
        };
        return new AttractorSpectrum
        {
            Kind = settled.Kind,
            State = exact ? settled.State : a.FinalState,
            Cycle = settled.Cycle,
            MethodA = a,
            MethodB = b,
            ExactExponents = exponents,
            FloquetUnresolvedBelow = below,
            Starts = count,
        };
    }

    private static double[] OfEquilibrium(IVectorField field, double[] x)
    {
        var jacobian = new Matrix(x.Length, x.Length);
        field.Jacobian(x, jacobian);
        var values = Linear.Eigenvalues(jacobian);
        var largest = values.Max(z => z.Magnitude);
        // Zero to rounding is zero: a real part of 1e-17 has no sign.
        return Array.ConvertAll(values, z => Math.Abs(z.Real) <= 1e-12 * largest ? 0 : z.Real);
    }

    private static (double[] Exponents, double Below) OfCycle(LimitCycle cycle, LyapunovSpectrum averaged)
    {
        var below = Math.Log(ResolvedMultiplier) / cycle.Period;
        var n = averaged.Exponents.Length;
        if (n == 2)
        {
            return ([.. new[] { 0, cycle.IntegralOfTrace / cycle.Period }.OrderDescending()], double.NegativeInfinity);
        }

        var exponents = cycle
            .NontrivialMultipliers.Select(m => Math.Log(Math.Max(m.Magnitude, 1e-300)) / cycle.Period)
            .Append(0)
            .OrderDescending()
            .ToArray();
        for (var i = 0; i < n; i++)
        {
            if (exponents[i] < below)
            {
                exponents[i] = averaged.Exponents[i];
            }
        }

        return (exponents, below);
    }

    private static bool Same(IVectorField field, SettledState a, Fingerprint? markA, SettledState b, Fingerprint? markB)
    {
        if (a.Kind != b.Kind)
        {
            return false;
        }

        switch (a.Kind)
        {
            case SettledKind.Equilibrium:
                return Linear.Distance(a.State, b.State) < 1e-6 * (1 + Linear.Norm(a.State));
            case SettledKind.ContinuousSet:
                return a.Set!.DistanceFrom(b.State) < 1e-3 * (1 + Linear.Norm(a.State));
            case SettledKind.LimitCycle:
                // The extrema of every coordinate identify an orbit but for reflections of its shape, which no distinct attractor of a
                // smooth field shares together with the mean.
                return Math.Abs(a.Cycle!.Period - b.Cycle!.Period) < 1e-6 * a.Cycle.Period
                    && Linear.Distance(a.Cycle.Mean, b.Cycle.Mean) < 1e-6
                    && a.Cycle.Extrema.Zip(b.Cycle.Extrema)
                        .All(z => Math.Abs(z.First.Max - z.Second.Max) < 1e-6 && Math.Abs(z.First.Min - z.Second.Min) < 1e-6);
            default:
                return markA!.Agrees(markB!);
        }
    }

    /// <summary>Mean and mean square of every coordinate with batch errors: enough to tell two chaotic attractors (say, mirror images)
    /// apart.</summary>
    private sealed record Fingerprint(double[] Mean, double[] Error)
    {
        private const int Batches = 20;

        public static Fingerprint Of(IVectorField field, double[] start, double time, CancellationToken cancellation)
        {
            var n = start.Length;
            var x = (double[])start.Clone();
            var stepper = new RungeKutta4(field, x);
            var steps = Math.Max(100, (int)(time / stepper.Step / Batches));
            var batches = new Matrix(Batches, 2 * n);
            for (var b = 0; b < Batches; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var s = 0; s < steps; s++)
                {
                    stepper.Advance(x);
                    for (var i = 0; i < n; i++)
                    {
                        batches[b, i] += x[i] / steps;
                        batches[b, n + i] += x[i] * x[i] / steps;
                    }
                }
            }

            var mean = Enumerable.Range(0, 2 * n).Select(i => Enumerable.Range(0, Batches).Average(b => batches[b, i])).ToArray();
            var error = Enumerable
                .Range(0, 2 * n)
                .Select(i =>
                    Math.Sqrt(Enumerable.Range(0, Batches).Sum(b => Math.Pow(batches[b, i] - mean[i], 2)) / (Batches - 1.0) / Batches)
                )
                .ToArray();
            return new Fingerprint(mean, error);
        }

        public bool Agrees(Fingerprint other)
        {
            for (var i = 0; i < Mean.Length; i++)
            {
                var error = Math.Sqrt((Error[i] * Error[i]) + (other.Error[i] * other.Error[i]));
                if (Math.Abs(Mean[i] - other.Mean[i]) > (6 * error) + (1e-4 * (1 + Math.Abs(Mean[i]))))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
