namespace PlasticityLab.Analysis.Sequence;

/// <summary>How well one replay followed the learned order.</summary>
/// <param name="Order">(C − X)/(P − 1) clipped to [0, 1]: correct steps less wrong ones [1].</param>
/// <param name="Fidelity">How cleanly one item at a time was active, mean over the visits after the cue's [1].</param>
/// <param name="Completeness">Longest correct beginning, (items in order)/P [1].</param>
/// <param name="ReachedEnd">Whether the last item was visited.</param>
/// <param name="Bounced">Whether the last item was followed by the one before it.</param>
/// <param name="Speed">Items per 100 ms from the first to the last scored visit; NaN when nothing moved.</param>
public sealed record SequenceScore(double Order, double Fidelity, double Completeness, bool ReachedEnd, bool Bounced, double Speed)
{
    /// <summary>S = order × fidelity [1].</summary>
    public double S => Order * Fidelity;

    /// <summary>Scores the visits of a replay against the learned order.</summary>
    /// <param name="visits">The visits from cue onset on.</param>
    /// <param name="order">The learned order; neighbours that are equal count once.</param>
    /// <param name="timeStep">Time between samples [s].</param>
    /// <remarks>
    /// C = number of different correct steps k→k+1 among consecutive visits, X = number of other steps; counting stops when the last item
    /// is reached.
    /// Where an item stands at several places of the order (a tune), a step is correct when it leads to the next place of the order.
    /// A rank correlation of peak times is not used: it gives high scores to a static cue and to a joint ramp.
    /// </remarks>
    public static SequenceScore Of(IReadOnlyList<Visit> visits, IReadOnlyList<int> order, double timeStep)
    {
        ArgumentNullException.ThrowIfNull(visits);
        ArgumentNullException.ThrowIfNull(order);
        var expected = Merged(order);
        var distinct = expected.Distinct().Count() == expected.Count;
        var (last, steps) = (expected[^1], expected.Count - 1);
        var correct = new HashSet<int>();
        var (wrong, place, end) = (0, 0, 0);
        var reached = false;
        for (var v = 1; v < visits.Count && !reached; v++)
        {
            end = v;
            if (distinct)
            {
                var k = expected.IndexOf(visits[v - 1].Item);
                if (k >= 0 && k + 1 < expected.Count && expected[k + 1] == visits[v].Item)
                {
                    correct.Add(k);
                }
                else
                {
                    wrong++;
                }

                reached = visits[v].Item == last;
            }
            else if (expected[Math.Min(place + 1, steps)] == visits[v].Item)
            {
                correct.Add(place++);
                reached = place == steps;
            }
            else
            {
                wrong++;
            }
        }

        var score = Math.Clamp((correct.Count - wrong) / (double)steps, 0, 1);
        double fidelity = 0;
        for (var v = 1; v <= end; v++)
        {
            fidelity += Math.Clamp(visits[v].Margin / 0.5, 0, 1) / end;
        }

        var prefix = visits.Count > 0 && visits[0].Item == expected[0] ? 1 : 0;
        while (prefix > 0 && prefix < expected.Count && prefix < visits.Count && visits[prefix].Item == expected[prefix])
        {
            prefix++;
        }

        var bounced = reached && end + 1 < visits.Count && visits[end + 1].Item == expected[^2];
        var speed = end > 0 ? end / ((visits[end].Start - visits[0].Start) * timeStep) * 0.1 : double.NaN;
        return new(score, fidelity, prefix / (double)expected.Count, reached, bounced, speed);
    }

    private static List<int> Merged(IReadOnlyList<int> order)
    {
        var result = new List<int>();
        foreach (var item in order)
        {
            if (result.Count == 0 || result[^1] != item)
            {
                result.Add(item);
            }
        }

        return result;
    }
}
