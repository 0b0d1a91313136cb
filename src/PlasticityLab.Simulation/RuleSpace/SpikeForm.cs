using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.RuleSpace;

/// <summary>A bilinear rule on rates as a rule at spikes: the one whose pairs of spikes act through the effective window.</summary>
/// <remarks>
/// With ν spikes a second at unit activity a rate is r = S/ν, S the spike train, and Δw = ∫∫ r_i K r_j becomes Σ K(t_i − t_j)/ν² over pairs
/// of spikes. A tail a e^(−u/τ)/τ is
/// a trace that counts spikes, a/(τ ν²) · x_j S_i. Spikes meet at u = 0 with probability 0, so what K has there acts through rates that are
/// spikes
/// folded with an exponential of τ_r on either side, as a rate unit's activity is: δ becomes ℓ(u) = e^(−|u|/τ_r)/(2τ_r), half an area on
/// each side,
/// and −τ_r δ′ becomes −τ_r ℓ′, half an area after and minus half before. −τ_r² δ″ would become δ − ℓ, whose δ is left: such rules have no
/// form at spikes. Where a side has two traces already, the faster one stands for ℓ.
/// </remarks>
public static class SpikeForm
{
    /// <summary>The equation, which <see cref="TextRules.TextRule"/> reads; null where the rule has none.</summary>
    /// <param name="form">The rule's normal form.</param>
    /// <param name="full">ν, spikes a second that count as unit activity [Hz].</param>
    /// <param name="assembly">n_A by which decays of the rate network are divided [1].</param>
    /// <param name="why">Why there is none, a sentence that goes on after the rule; null when there is one.</param>
    public static string? Of(NormalForm form, double full, int assembly, out string? why)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(full);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(assembly);
        var rule = form.Rule;
        why =
            form.IsNothing ? "changes nothing"
            : rule.ChangeChange != 0 ? "multiplies how fast two activities change, which pairs of spikes have no window for"
            : rule.OneOne != 0 ? "changes weights without activity, and nothing happens at spikes then"
            : rule.DecayOne != 0 ? "lets weights decay without activity, and nothing happens at spikes then"
            : null;
        if (why is not null)
        {
            return null;
        }

        Side pre = new(form.Causal, form.TauChange),
            post = new(form.Acausal, form.TauChange);
        pre.Together((rule.RateRate + rule.ChangeRate) / 2);
        post.Together((rule.RateRate - rule.ChangeRate) / 2);
        var terms = pre
            .Tails.Select(tail => (tail.Area / (tail.Tau * full * full), $"pre.{tail.Speed}({Time(tail.Tau)}, spikes)*post.spikes"))
            .Concat(
                post.Tails.Select(tail => (tail.Area / (tail.Tau * full * full), $"post.{tail.Speed}({Time(tail.Tau)}, spikes)*pre.spikes"))
            )
            .Append((rule.OneRate / full, "pre.spikes"))
            .Append((rule.RateOne / full, "post.spikes"))
            .Append((-rule.DecayRate / (full * assembly), "post.spikes*w"))
            .Append((-rule.DecayRateSquared / (post.Fast * full * full * assembly), $"post.fast({Time(post.Fast)}, spikes)*post.spikes*w"))
            .Where(term => term.Item1 != 0)
            .ToArray();
        return terms.Length == 0
            ? Nothing(out why)
            : "dw = "
                + string.Join(" + ", terms.Select(term => $"{Number(term.Item1)}*{term.Item2}"))
                    .Replace("+ -", "- ", StringComparison.Ordinal);
    }

    private static string? Nothing(out string? why)
    {
        why = "changes nothing";
        return null;
    }

    private static string Time(double tau) => Quantity.Show(tau, "s");

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // The traces of one side of a synapse.
    private sealed class Side
    {
        private readonly List<(double Area, double Tau)> _tails;
        private readonly double _own;

        public Side(IReadOnlyList<WindowTail> tails, double own) =>
            (_tails, _own) = (
                [.. tails.Where(tail => tail.Area != 0).Select(tail => (tail.Area, tail.Tau)).OrderBy(tail => tail.Tau)],
                own
            );

        public IEnumerable<(double Area, double Tau, string Speed)> Tails =>
            _tails.Select((tail, k) => (tail.Area, tail.Tau, k == 0 ? "fast" : "slow"));

        public double Fast => _tails.Count > 0 ? _tails[0].Tau : _own;

        // An area that acts within τ_r of a spike: in a trace of its own where there is room for one.
        public void Together(double area)
        {
            if (area == 0)
            {
                return;
            }

            var at = _tails.FindIndex(tail => tail.Tau == _own);
            if (at < 0 && _tails.Count < 2)
            {
                _tails.Add((area, _own));
                _tails.Sort((a, b) => a.Tau.CompareTo(b.Tau));
            }
            else
            {
                at = Math.Max(at, 0);
                _tails[at] = (_tails[at].Area + area, _tails[at].Tau);
            }
        }
    }
}
