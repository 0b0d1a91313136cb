using System.Globalization;
using System.Text;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.RuleSpace;

/// <summary>Rules as points of the space of bilinear rules (<see cref="BilinearRule"/>), and points as text.</summary>
/// <remarks>
/// The point is read off the formula itself: the rule is evaluated once over a lane that writes its polynomial down, and each product must
/// be one of the space. As in every rate network S = r, so a trace that counts spikes is τ times the trace that averages the rate.
/// </remarks>
public static class BilinearForm
{
    /// <summary>The point of the space that a rule is in a rate network, with η = 1 (<see cref="BilinearRule.Folded"/>); null when it is
    /// none, and then one sentence why.</summary>
    /// <param name="rule">A rule of the catalogue or a rule typed as text.</param>
    /// <param name="why">Why the rule is no point of the space; null when it is one.</param>
    public static BilinearRule? Of(ILearningRule rule, out string? why)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var terms = SymbolicLane.Of(rule)?.Terms;
        why = terms is null
            ? "the formula is no sum of products of signals"
            : terms.Select(term => Refusal(term, rule.Traces)).FirstOrDefault(refusal => refusal is not null);
        if (why is not null)
        {
            return null;
        }

        var (theta, kappa) = (new Matrix(BilinearRule.Signals, BilinearRule.Signals), new double[3]);
        foreach (var term in terms!)
        {
            var (post, pre) = (term.On(Side.Post), term.On(Side.Pre));
            if (term.On(Side.Weight).Length == 1)
            {
                kappa[post.Length] -= term.Coefficient;
            }
            else
            {
                theta[Place(post), Place(pre)] +=
                    term.Coefficient
                    * Gain(post, rule.Traces.PostFast, rule.Traces.PostSlow)
                    * Gain(pre, rule.Traces.PreFast, rule.Traces.PreSlow);
            }
        }

        return BilinearRule.Of(theta, kappa, rule.Traces).Folded();
    }

    /// <summary>The point as an equation that <see cref="TextRules.TextRule"/> reads, without parameters.</summary>
    /// <param name="point">The rule.</param>
    /// <param name="digits">Digits of its coefficients; null: all, so that the same point is read back.</param>
    public static string Text(BilinearRule point, int? digits = null)
    {
        var terms = new StringBuilder();
        var theta = point.Theta;
        for (var a = 0; a < BilinearRule.Signals; a++)
        {
            for (var b = 0; b < BilinearRule.Signals; b++)
            {
                Add(
                    terms,
                    digits,
                    theta[a, b],
                    Signal("post", a, point.TauPostFast, point.TauPostSlow),
                    Signal("pre", b, point.TauPreFast, point.TauPreSlow)
                );
            }
        }

        for (var k = 0; k < point.Kappa.Count; k++)
        {
            Add(
                terms,
                digits,
                -point.Kappa[k],
                k switch
                {
                    0 => null,
                    1 => "post.rate",
                    _ => "post.rate^2",
                },
                "w"
            );
        }

        return "dw = "
            + (
                terms.Length == 0 || point.Eta == 0 ? "0"
                : point.Eta == 1 ? terms
                : $"{Number(point.Eta, digits)}*({terms})"
            );
    }

    /// <summary>The point as an entry of a study file's rules: what is not 0, and the time constants that it reads.</summary>
    public static string Entry(BilinearRule point)
    {
        var traces = point.Traces;
        string[] unread =
        [
            .. new[]
            {
                (traces.PreFast, nameof(point.TauPreFast)),
                (traces.PreSlow, nameof(point.TauPreSlow)),
                (traces.PostFast, nameof(point.TauPostFast)),
                (traces.PostSlow, nameof(point.TauPostSlow)),
            }
                .Where(trace => trace.Item1.Kind == TraceKind.None)
                .Select(trace => Names.Snake(trace.Item2)),
        ];
        var values = Settings
            .Numbers(typeof(BilinearRule))
            .Zip(Settings.Values(point))
            .Where(setting => (setting.Second.Value != 0 || setting.Second.Key == "eta") && !unread.Contains(setting.Second.Key))
            .Select(setting => $"{setting.Second.Key}: {Quantity.Show(setting.Second.Value, setting.First.Unit)}");
        return $"{{ rule: {BilinearRule.Card.Id}, {string.Join(", ", values)} }}";
    }

    private static void Add(StringBuilder terms, int? digits, double factor, string? first, string? second)
    {
        if (factor == 0)
        {
            return;
        }

        terms.Append(
            (terms.Length == 0, factor < 0) switch
            {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            }
        );
        var size = Math.Abs(factor);
        string?[] parts = [size == 1 && (first ?? second) is not null ? null : Number(size, digits), first, second];
        terms.AppendJoin('*', parts.OfType<string>());
    }

    private static string Number(double value, int? digits) =>
        value.ToString(digits is { } n ? $"G{n}" : "R", CultureInfo.InvariantCulture);

    private static string? Signal(string side, int signal, double fast, double slow) =>
        signal switch
        {
            0 => null,
            1 => $"{side}.rate",
            2 => $"{side}.fast({Quantity.Show(fast, "s")})",
            3 => $"{side}.slow({Quantity.Show(slow, "s")})",
            _ => $"{side}.change",
        };

    // What a term has that the space has not.
    private static string? Refusal(Term term, Traces traces)
    {
        var (post, pre, weights) = (term.On(Side.Post), term.On(Side.Pre), term.On(Side.Weight).Length);
        var what = Term.KeyOf(term.Factors).Replace("*", " * ", StringComparison.Ordinal).ToLowerInvariant();
        if (!double.IsFinite(term.Coefficient))
        {
            return $"the coefficient of {what} is no finite number";
        }

        if (what.Contains(".voltage", StringComparison.Ordinal))
        {
            return "it reads the potential, which a rate network does not have";
        }

        if (post.Concat(pre).FirstOrDefault(factor => factor.Function is not null) is { } function)
        {
            return $"{function.Name.ToLowerInvariant()} is a function of a signal, and a term is a product of signals";
        }

        if ((Unknown(post, traces.PostFast, traces.PostSlow) ?? Unknown(pre, traces.PreFast, traces.PreSlow)) is { } unknown)
        {
            return $"a trace follows {unknown}, and those of the space follow the rate";
        }

        return weights switch
        {
            0 when post.Length > 1 || pre.Length > 1 =>
                $"{what} is a product of {post.Length + pre.Length} signals with {Math.Max(post.Length, pre.Length)} of one neuron, and a term has one of each",
            0 => null,
            1 when pre.Length > 0 => $"{what} lets the decay of a weight depend on its sender",
            1 when post.Length > 2 || post.Any(factor => Place([factor]) != 1) => $"{what} is no decay with 1, post.rate or post.rate^2",
            1 => null,
            _ => $"{what} is no line in w",
        };
    }

    private static string? Unknown(Symbol[] side, Trace fast, Trace slow) =>
        side.Select(factor =>
                factor.Signal switch
                {
                    SignalName.Fast => fast.Kind,
                    SignalName.Slow => slow.Kind,
                    _ => TraceKind.Rate,
                }
            )
            .FirstOrDefault(kind => kind is not (TraceKind.Rate or TraceKind.Spikes)) switch
        {
            TraceKind.RateSquared => "the squared rate",
            TraceKind.NearestSpike => "the nearest spike",
            TraceKind.Voltage => "the potential",
            _ => null,
        };

    private static int Place(Symbol[] side) =>
        side.Length == 0
            ? 0
            : side[0].Signal switch
            {
                SignalName.Rate or SignalName.Spikes => 1,
                SignalName.Fast => 2,
                SignalName.Slow => 3,
                _ => 4,
            };

    private static double Gain(Symbol[] side, Trace fast, Trace slow)
    {
        var trace =
            side.Length == 0 ? default
            : side[0].Signal == SignalName.Fast ? fast
            : side[0].Signal == SignalName.Slow ? slow
            : default;
        return trace.Kind == TraceKind.Spikes ? trace.Tau : 1;
    }
}
