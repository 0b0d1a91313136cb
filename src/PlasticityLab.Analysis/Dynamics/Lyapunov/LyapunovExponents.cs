using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Lyapunov;

/// <summary>Lyapunov spectra of a field, by two methods that share only the field's values.</summary>
public static class LyapunovExponents
{
    /// <summary>Size of the clones' displacement: rounding (1e-16 / 1e-6) and curvature (1e-12) are both far below the sampling
    /// error.</summary>
    private const double CloneDistance = 1e-6;

    /// <summary>Tangent vectors by the variational equation, orthogonalised (Benettin et al. 1980, Meccanica 15:9). Null when the state
    /// diverges.</summary>
    /// <param name="field">The field.</param>
    /// <param name="start">Where the trajectory starts.</param>
    /// <param name="options">Times and steps.</param>
    /// <param name="vectors">Number of exponents; 0 for all.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static LyapunovSpectrum? Benettin(
        IVectorField field,
        ReadOnlySpan<double> start,
        LyapunovOptions options,
        int vectors = 0,
        CancellationToken cancellation = default
    )
    {
        options.Check();
        var x = start.ToArray();
        var step = StepOf(field, ref x, options, cancellation);
        if (step == 0)
        {
            return null;
        }

        var flow = new TangentFlow(field, vectors == 0 ? x.Length : vectors, step);
        return Average(
            "variational equations, fourth-order Runge-Kutta, Gram-Schmidt",
            field,
            x,
            flow.Step,
            vectors == 0 ? x.Length : vectors,
            options.Time,
            options,
            (state, frame, steps) =>
            {
                double trace = 0;
                for (var i = 0; i < steps; i++)
                {
                    flow.Advance(state, frame);
                    trace += flow.Trace;
                }

                return trace;
            },
            cancellation
        );
    }

    /// <summary>Pairs of displaced copies instead of tangent vectors: needs no Jacobian, uses another step and another start, so a wrong
    /// Jacobian shows at once. Null when the state diverges.</summary>
    public static LyapunovSpectrum? Clones(
        IVectorField field,
        ReadOnlySpan<double> start,
        LyapunovOptions options,
        CancellationToken cancellation = default
    )
    {
        options.Check();
        var x = start.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            x[i] += 1e-3 * Math.Sin(1 + (2.3 * i));
        }

        var step = 0.8 * StepOf(field, ref x, options, cancellation);
        if (step == 0)
        {
            return null;
        }

        var stepper = new RungeKutta4(field, x, step);
        var n = x.Length;
        var (plus, minus, jacobian) = (new double[n], new double[n], new Matrix(n, n));
        var time = options.Time * (options.CrossCheckShare > 0 ? options.CrossCheckShare : 1);
        return Average(
            "Jacobian-free: central-difference clones, fourth-order Runge-Kutta at another step, Gram-Schmidt",
            field,
            x,
            step,
            n,
            time,
            options,
            (state, frame, steps) =>
            {
                for (var k = 0; k < n; k++)
                {
                    var v = frame.Row(k);
                    for (var i = 0; i < n; i++)
                    {
                        (plus[i], minus[i]) = (state[i] + (CloneDistance * v[i]), state[i] - (CloneDistance * v[i]));
                    }

                    for (var s = 0; s < steps; s++)
                    {
                        stepper.Advance(plus);
                        stepper.Advance(minus);
                    }

                    for (var i = 0; i < n; i++)
                    {
                        v[i] = (plus[i] - minus[i]) / (2 * CloneDistance);
                    }
                }

                double trace = 0;
                for (var s = 0; s < steps; s++)
                {
                    field.Jacobian(state, jacobian);
                    for (var i = 0; i < n; i++)
                    {
                        trace += jacobian[i, i];
                    }

                    stepper.Advance(state);
                }

                return trace;
            },
            cancellation
        );
    }

    /// <summary>Inverse-variance mean of two spectra and its standard errors.</summary>
    public static (double[] Exponents, double[] StandardErrors) Combine(LyapunovSpectrum a, LyapunovSpectrum b)
    {
        var n = a.Exponents.Length;
        var (mean, error) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            // Errors below 1e-7 are not believed: the integrator's own error is of that size.
            var (wa, wb) = (1 / Math.Pow(Math.Max(a.StandardErrors[i], 1e-7), 2), 1 / Math.Pow(Math.Max(b.StandardErrors[i], 1e-7), 2));
            mean[i] = ((wa * a.Exponents[i]) + (wb * b.Exponents[i])) / (wa + wb);
            error[i] = 1 / Math.Sqrt(wa + wb);
        }

        return (mean, error);
    }

    private static double StepOf(IVectorField field, ref double[] x, LyapunovOptions options, CancellationToken cancellation)
    {
        // The Jacobian at the start may be far from typical: go half of the transient first, then choose the step on the attractor.
        var scout = new RungeKutta4(field, x, options.Step);
        for (double t = 0; t < 0.5 * options.Transient; t += scout.Step)
        {
            scout.Advance(x);
            cancellation.ThrowIfCancellationRequested();
        }

        if (!(Linear.Norm(x) < 1e12))
        {
            return 0;
        }

        if (options.Step > 0)
        {
            return options.Step;
        }

        var smallest = scout.Step;
        var probe = (double[])x.Clone();
        for (var k = 0; k < 200; k++)
        {
            scout.Advance(probe);
            smallest = Math.Min(smallest, new RungeKutta4(field, probe).Step);
        }

        return smallest;
    }

    private static LyapunovSpectrum? Average(
        string method,
        IVectorField field,
        double[] x,
        double step,
        int vectors,
        double time,
        LyapunovOptions options,
        Func<double[], Matrix, int, double> advance,
        CancellationToken cancellation
    )
    {
        var n = x.Length;
        var interval = options.Interval > 0 ? options.Interval : Math.Min(1, 12 * step / 0.1 * 0.5);
        var steps = Math.Max(1, (int)Math.Round(interval / step));
        interval = steps * step;
        var frame = Matrix.From(vectors, n, (i, j) => (i == j ? 1 : 0) + (0.1 * Math.Sin(1 + (1.3 * i) + (2.1 * j))));
        var scratch = new double[vectors];
        TangentFlow.Orthonormalise(frame, scratch);
        for (double t = 0; t < 0.5 * options.Transient; t += interval)
        {
            cancellation.ThrowIfCancellationRequested();
            advance(x, frame, steps);
            TangentFlow.Orthonormalise(frame, scratch);
        }

        var perBatch = Math.Max(1, (int)Math.Round(time / interval / options.Batches));
        var batches = new Matrix(options.Batches, vectors);
        var convergence = new Matrix(options.Batches, vectors);
        var mean = new double[n];
        var total = new double[vectors];
        double trace = 0;
        for (var b = 0; b < options.Batches; b++)
        {
            var logs = new double[vectors];
            for (var k = 0; k < perBatch; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                trace += advance(x, frame, steps);
                TangentFlow.Orthonormalise(frame, logs);
                for (var i = 0; i < n; i++)
                {
                    mean[i] += x[i];
                }
            }

            if (!(Linear.Norm(x) < 1e12))
            {
                return null;
            }

            for (var i = 0; i < vectors; i++)
            {
                batches[b, i] = logs[i] / (perBatch * interval);
                total[i] += batches[b, i];
                convergence[b, i] = total[i] / (b + 1);
            }
        }

        return Describe(
            method,
            batches,
            convergence,
            step,
            perBatch * interval * options.Batches,
            trace / ((double)perBatch * options.Batches * steps),
            Array.ConvertAll(mean, m => m / (perBatch * options.Batches)),
            x
        );
    }

    private static LyapunovSpectrum Describe(
        string method,
        Matrix batches,
        Matrix convergence,
        double step,
        double time,
        double trace,
        double[] mean,
        double[] final
    )
    {
        var (count, k) = (batches.Rows, batches.Columns);
        var means = Enumerable.Range(0, k).Select(i => Enumerable.Range(0, count).Average(b => batches[b, i])).ToArray();
        var order = Enumerable.Range(0, k).OrderByDescending(i => means[i]).ToArray();
        var exponents = Array.ConvertAll(order, i => means[i]);
        var errors = Array.ConvertAll(
            order,
            i => Math.Sqrt(Enumerable.Range(0, count).Sum(b => Math.Pow(batches[b, i] - means[i], 2)) / (count - 1.0) / count)
        );
        // Leave-one-batch-out values of the dimension.
        var left = Enumerable
            .Range(0, count)
            .Select(b => LyapunovSpectrum.KaplanYorke([.. order.Select(i => ((count * means[i]) - batches[b, i]) / (count - 1))], errors))
            .ToArray();
        var centre = left.Average();
        return new LyapunovSpectrum
        {
            Method = method,
            Exponents = exponents,
            StandardErrors = errors,
            AveragingTime = time,
            Step = step,
            MeanTrace = trace,
            Convergence = Matrix.From(count, k, (b, i) => convergence[b, order[i]]),
            KaplanYorkeDimension = LyapunovSpectrum.KaplanYorke(exponents, errors),
            KaplanYorkeError = Math.Sqrt(left.Sum(d => (d - centre) * (d - centre)) * (count - 1) / count),
            MeanState = mean,
            FinalState = (double[])final.Clone(),
        };
    }
}
