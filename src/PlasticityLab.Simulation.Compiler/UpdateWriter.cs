using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Simulation.Compiler.Wasm;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>Writes one step of the rule over all weights and the product of the new weights with the next activity, as
/// <see cref="PlasticMatrix"/> does it: in low-rank form where there is one, else by the formula.</summary>
internal sealed class UpdateWriter
{
    private const int One = sizeof(double),
        Two = 2 * One,
        Four = 4 * One;
    private readonly RateNetwork _network;
    private readonly LearningSpec _learning;
    private readonly KernelArrays _at;
    private readonly ILearningRule _rule;
    private readonly LowRankForm? _form;
    private readonly int[] _posts,
        _pres;
    private readonly int _keep,
        _column;

    public UpdateWriter(RateNetwork network, LearningSpec learning, Memory memory, KernelArrays at)
    {
        (_network, _learning, _at) = (network, learning, at);
        _rule = PlasticWeights.RuleOf(learning, Bound);
        _form = LowRankForm.Of(SymbolicLane.Of(_rule));
        _posts = [.. Enumerable.Range(0, _form?.Rank ?? 0).Select(k => memory.Array($"post_{k}", _at.Vector))];
        _pres = [.. Enumerable.Range(0, _form?.Rank ?? 0).Select(k => memory.Array($"pre_{k}", _at.Vector))];
        (_keep, _column) = (memory.Array("keep", _at.Vector), memory.Array("column_keep", _at.Vector));
    }

    /// <summary>How the rule is carried out.</summary>
    public string Form => _form is null ? "formula" : $"low rank {_form.Rank}";

    /// <summary>The rule as a sum of products of signals; empty where a function or a quotient stands in it.</summary>
    public ImmutableArray<KernelTerm> Terms()
    {
        var terms = SymbolicLane.Of(_rule)?.Terms ?? [];
        return terms.Any(term => term.Factors.Any(factor => factor.Function is not null || factor.Signal == SignalName.Voltage))
            ? []
            :
            [
                .. terms.Select(term => new KernelTerm(
                    term.Coefficient,
                    Of(term, Side.Post),
                    Of(term, Side.Pre),
                    term.On(Side.Weight).Length
                )),
            ];

        // In a rate network the spike train is the activity itself.
        static ImmutableArray<string> Of(Term term, Side side) =>
            [.. term.On(side).Select(factor => factor.Signal == SignalName.Spikes ? "rate" : Names.Snake(factor.Signal.ToString()))];
    }

    /// <summary>Whether a step can change any weight.</summary>
    public bool Moves => _form is null || _form.Rank > 0 || KeepsByRow || KeepsByColumn;

    private double Bound => _learning.WeightMax / _network.AssemblySize;

    private bool KeepsByColumn => _form!.Column.Terms.Count > 0;

    private bool KeepsByRow => KeepsByColumn || _form!.Row.Terms.Count > 0 || _learning.Decay > 0;

    /// <summary>multiply(): recurrent = W next, eight senders side by side.</summary>
    public Function Multiply()
    {
        var f = new Function("multiply", []);
        f.For(_network.Units * One, One, i => Dot(f, i, f.Let((i * (_at.Stride / One)) + _at.Weights)));
        return f;
    }

    /// <summary>pass(): the weights one step on, and recurrent = W next.</summary>
    public Function Pass()
    {
        var f = new Function("pass", []);
        if (_form is null)
        {
            Formula(f);
        }
        else
        {
            LowRank(f, _form);
        }

        return f;
    }

    private void LowRank(Function f, LowRankForm form)
    {
        var scale = f.Let(
            Function.Load(Kind.F64, _at.Speed, 0) * Node.Number(_network.TimeStep * (_learning.Sign / _network.AssemblySize))
        );
        for (var k = 0; k < form.Rank; k++)
        {
            Evaluate(f, form.Post[k], Side.Post, _posts[k], scale, 0);
            Evaluate(f, form.Pre[k], Side.Pre, _pres[k], null, 0);
        }

        if (KeepsByRow)
        {
            Evaluate(f, form.Row, Side.Post, _keep, scale, 1 - (_network.TimeStep * _learning.Decay));
        }

        if (KeepsByColumn)
        {
            Evaluate(f, form.Column, Side.Pre, _column, scale, 0);
        }

        // Two receivers at a time; the four senders around their diagonal stand apart from the loop.
        f.For(
            _network.Units * One,
            Two,
            i =>
            {
                var row = f.Let((i * (_at.Stride / One)) + _at.Weights);
                var factors = Enumerable
                    .Range(0, 2)
                    .Select(r => _posts.Select(place => f.Let(Function.LoadBoth(place + (r * One), i))).ToArray())
                    .ToArray();
                var keeps = Enumerable
                    .Range(0, 2)
                    .Select(r => KeepsByRow ? f.Let(Function.LoadBoth(_keep + (r * One), i)) : null)
                    .ToArray();
                var sums = Enumerable.Range(0, 4).Select(_ => f.Let(Node.Both(0.0))).ToArray();
                void At(Node j, bool diagonal)
                {
                    var place = f.Let(row + j);
                    for (var half = 0; half < 2; half++)
                    {
                        var offset = half * Two;
                        var pres = _pres.Select(pre => f.Let(Function.Load(Kind.F64x2, pre + offset, j))).ToArray();
                        var next = f.Let(Function.Load(Kind.F64x2, _at.Next + offset, j));
                        for (var r = 0; r < 2; r++)
                        {
                            var w = Function.Load(Kind.F64x2, (r * _at.Stride) + offset, place);
                            w =
                                keeps[r] is not { } keep ? w
                                : KeepsByColumn ? w * (keep + Function.Load(Kind.F64x2, _column + offset, j))
                                : w * keep;
                            for (var k = 0; k < pres.Length; k++)
                            {
                                w = (factors[r][k] * pres[k]) + w;
                            }

                            w = Node.Clamp(w, Node.Both(-Bound), Node.Both(Bound));
                            w = diagonal ? w & Function.Load(Kind.F64x2, _at.AllBut + (r * Four) + offset, (i & (Four - 1)) * 4) : w;
                            w = f.Let(w);
                            f.Store((r * _at.Stride) + offset, place, w);
                            f.Set(sums[(2 * r) + half], (w * next) + sums[(2 * r) + half]);
                        }
                    }
                }

                var j = f.Let(0);
                var (before, end) = (f.Let(i & -Four), (_network.Units + 3) / 4 * Four);
                f.For(j, before, Four, () => At(j, false));
                At(j, true);
                f.Set(j, j + Four);
                f.For(j, end, Four, () => At(j, false));
                for (var r = 0; r < 2; r++)
                {
                    f.Store(_at.Recurrent + (r * One), i, Joined(sums[2 * r], sums[(2 * r) + 1]));
                }
            }
        );
    }

    private void Formula(Function f)
    {
        var (dt, decay) = (Node.Both(_network.TimeStep), Node.Both(_learning.Decay));
        var scale = f.Let((Function.Load(Kind.F64, _at.Speed, 0) * Node.Number(_learning.Sign / _network.AssemblySize)).Splat());
        f.For(
            _network.Units * One,
            One,
            i =>
            {
                var row = f.Let((i * (_at.Stride / One)) + _at.Weights);
                f.For(
                    _network.Units * One,
                    Two,
                    j =>
                    {
                        var place = f.Let(row + j);
                        var w = f.Let(Function.Load(Kind.F64x2, 0, place));
                        var change = WasmLane.Of(_rule, Pre(j), Post(i), w);
                        w += dt * ((scale * change) - (decay * w));
                        f.Store(0, place, Node.Clamp(w, Node.Both(-Bound), Node.Both(Bound)));
                    }
                );
                f.Store(0, row + i, Node.Number(0));
                if (_network.Units % 2 != 0)
                {
                    f.Store(_network.Units * One, row, Node.Number(0)); // 0/0 there would be NaN
                }

                Dot(f, i, row);
            }
        );
    }

    private void Dot(Function f, Node i, Node row)
    {
        var sums = Enumerable.Range(0, 4).Select(_ => f.Let(Node.Both(0.0))).ToArray();
        f.For(
            _at.Vector,
            2 * Four,
            j =>
            {
                var place = f.Let(row + j);
                for (var k = 0; k < 4; k++)
                {
                    f.Set(
                        sums[k],
                        (Function.Load(Kind.F64x2, k * Two, place) * Function.Load(Kind.F64x2, _at.Next + (k * Two), j)) + sums[k]
                    );
                }
            }
        );
        f.Store(_at.Recurrent, i, Joined(sums[0] + sums[2], sums[1] + sums[3]));
    }

    // Four places, neighbours first.
    private static Node Joined(Node low, Node high) => low.At(0) + low.At(1) + (high.At(0) + high.At(1));

    private Pre<WasmLane> Pre(Node j) =>
        new()
        {
            Rate = new(Function.Load(Kind.F64x2, _at.Rates, j)),
            Spikes = new(Function.Load(Kind.F64x2, _at.Rates, j)),
            Change = new(Function.Load(Kind.F64x2, _at.Change, j)),
            Fast = new(Function.Load(Kind.F64x2, _at.PreFast, j)),
            Slow = new(Function.Load(Kind.F64x2, _at.PreSlow, j)),
        };

    private Post<WasmLane> Post(Node i) =>
        new()
        {
            Rate = new(Function.LoadBoth(_at.Rates, i)),
            Spikes = new(Function.LoadBoth(_at.Rates, i)),
            Change = new(Function.LoadBoth(_at.Change, i)),
            Fast = new(Function.LoadBoth(_at.PostFast, i)),
            Slow = new(Function.LoadBoth(_at.PostSlow, i)),
        };

    // offset + scale · polynomial for each neuron, term by term, as VectorProgram evaluates it.
    private void Evaluate(Function f, Polynomial polynomial, Side side, int target, Node? scale, double offset)
    {
        var terms = polynomial
            .Terms.Select(term =>
                (
                    Coefficient: f.Let((scale is null ? Node.Number(term.Coefficient) : scale * Node.Number(term.Coefficient)).Splat()),
                    term.Factors
                )
            )
            .ToArray();
        var plain = IsPlain(polynomial) && scale is null && offset == 0;
        f.For(
            (_network.Units + 1) / 2 * Two,
            Two,
            j => f.Store(target, j, plain ? Value(polynomial.Terms.First().Factors[0], side, j) : Sum(terms, side, j, offset))
        );
        if (_network.Units % 2 != 0)
        {
            f.Store(target + (_network.Units * One), 0, Node.Number(0));
        }
    }

    // What is just a signal is taken as it is.
    private static bool IsPlain(Polynomial polynomial) =>
        polynomial.Terms is { Count: 1 } terms && terms.First() is { Coefficient: 1, Factors: [{ Function: null }] };

    private Node Sum((Node Coefficient, Symbol[] Factors)[] terms, Side side, Node j, double offset) =>
        terms.Aggregate(
            Node.Both(offset),
            (sum, term) => sum + term.Factors.Aggregate(term.Coefficient, (product, factor) => product * Value(factor, side, j))
        );

    private Node Value(Symbol symbol, Side side, Node j)
    {
        if (symbol.Function is not { } function)
        {
            return Signal(symbol.Signal, side, j);
        }

        var x = Sum([.. symbol.Argument!.Terms.Select(term => (Node.Both(term.Coefficient), term.Factors))], side, j, 0);
        return function.Kind switch
        {
            SideFunction.Reciprocal => Node.Both(1.0) / x,
            SideFunction.Min => Node.Min(x, Node.Both(function.Constant)),
            SideFunction.Max => Node.Max(x, Node.Both(function.Constant)),
            _ => throw new NotSupportedException($"A kernel has no function {function.Name}."),
        };
    }

    private Node Signal(SignalName signal, Side side, Node j) =>
        (signal, side) switch
        {
            (SignalName.Rate or SignalName.Spikes, _) => Function.Load(Kind.F64x2, _at.Rates, j),
            (SignalName.Change, _) => Function.Load(Kind.F64x2, _at.Change, j),
            (SignalName.Fast, Side.Pre) => Function.Load(Kind.F64x2, _at.PreFast, j),
            (SignalName.Slow, Side.Pre) => Function.Load(Kind.F64x2, _at.PreSlow, j),
            (SignalName.Fast, _) => Function.Load(Kind.F64x2, _at.PostFast, j),
            (SignalName.Slow, _) => Function.Load(Kind.F64x2, _at.PostSlow, j),
            _ => Node.Both(0.0), // no membrane potential in rate networks
        };
}
