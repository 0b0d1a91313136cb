namespace PlasticityLab.Numerics.Ode;

/// <summary>Integrates a whole interval: output at given times, events located, budget and cancellation honoured.</summary>
public static class OdeSolver
{
    /// <summary>y(t) from <paramref name="time"/> to <paramref name="end"/>, before or after it.</summary>
    /// <param name="outputs">Times to report, in the direction of integration; null reports every accepted step, start included.</param>
    /// <param name="events">Zeros to notice; those with Stop end the integration.</param>
    public static OdeSolution Solve(
        OdeFunction f,
        double time,
        ReadOnlySpan<double> state,
        double end,
        OdeOptions? options = null,
        IReadOnlyList<double>? outputs = null,
        IReadOnlyList<OdeEvent>? events = null,
        CancellationToken cancellation = default
    )
    {
        var run = new DormandPrince(f, time, state, options);
        var (times, states, crossings) = (new List<double>(), new List<double[]>(), new List<OdeCrossing>());
        var sign = end >= time ? 1 : -1;
        var next = 0;
        if (outputs is null || (outputs.Count > 0 && outputs[0] == time))
        {
            times.Add(time);
            states.Add(state.ToArray());
            next = 1;
        }

        var start = state.ToArray();
        var before = (events ?? []).Select(item => item.Function(time, start)).ToArray();
        while (run.StepTo(end))
        {
            cancellation.ThrowIfCancellationRequested();
            var stop = FindEvents(run, events ?? [], before, crossings);
            var reached = stop?.Time ?? run.Time;
            for (; outputs is not null && next < outputs.Count && sign * (outputs[next] - reached) <= 0; next++)
            {
                times.Add(outputs[next]);
                states.Add(outputs[next] == run.Time ? run.State.ToArray() : run.Refine(outputs[next]));
            }

            if (outputs is null)
            {
                times.Add(reached);
                states.Add(stop?.State ?? run.State.ToArray());
            }

            if (stop is not null)
            {
                return new(times, states, crossings, reached, stop.State, true, false);
            }
        }

        return new(times, states, crossings, run.Time, run.State.ToArray(), false, run.Failed);
    }

    // Zeros within the last step, in their order of time; the first with Stop ends the search.
    private static OdeCrossing? FindEvents(DormandPrince run, IReadOnlyList<OdeEvent> events, double[] before, List<OdeCrossing> crossings)
    {
        List<OdeCrossing>? found = null;
        for (var e = 0; e < events.Count; e++)
        {
            var after = events[e].Function(run.Time, run.State.ToArray());
            var (a, b) = (before[e], after);
            before[e] = after;
            if ((a < 0 && b >= 0 && events[e].Direction >= 0) || (a > 0 && b <= 0 && events[e].Direction <= 0))
            {
                (found ??= []).Add(Locate(run, events[e], e, a, b));
            }
        }

        if (found is null)
        {
            return null;
        }

        foreach (var crossing in found.OrderBy(item => Math.Abs(item.Time - run.PreviousTime)))
        {
            crossings.Add(crossing);
            if (events[crossing.Index].Stop)
            {
                return crossing;
            }
        }

        return null;
    }

    // Ridders' method (1979, IEEE Trans. Circuits Syst. 26:979) on states of full order, so the crossing has the accuracy of the step.
    private static OdeCrossing Locate(DormandPrince run, OdeEvent item, int index, double low, double high)
    {
        var (a, b, fa, fb) = (run.PreviousTime, run.Time, low, high);
        if (fb == 0)
        {
            return new(index, b, run.State.ToArray());
        }

        var best = new OdeCrossing(index, b, run.State.ToArray());
        var bestValue = Math.Abs(fb);
        for (var i = 0; i < 60 && Math.Abs(b - a) > 1e-15 * Math.Max(1, Math.Abs(b)); i++)
        {
            var middle = 0.5 * (a + b);
            var fm = Value(middle);
            var root = Math.Sqrt((fm * fm) - (fa * fb));
            if (root == 0)
            {
                break;
            }

            var t = middle + ((middle - a) * (fa >= fb ? 1 : -1) * fm / root);
            var ft = Value(t);
            if (ft == 0)
            {
                break;
            }

            if (Math.Sign(fm) != Math.Sign(ft))
            {
                (a, fa, b, fb) = (middle, fm, t, ft);
            }
            else if (Math.Sign(fa) != Math.Sign(ft))
            {
                (b, fb) = (t, ft);
            }
            else
            {
                (a, fa) = (t, ft);
            }
        }

        return best;

        double Value(double t)
        {
            var y = run.Refine(t);
            var value = item.Function(t, y);
            if (Math.Abs(value) < bestValue)
            {
                (best, bestValue) = (new(index, t, y), Math.Abs(value));
            }

            return value;
        }
    }
}
