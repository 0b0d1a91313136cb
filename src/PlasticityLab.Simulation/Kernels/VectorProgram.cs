using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>A polynomial in the signals of one side, evaluated over all neurons of that side.</summary>
internal sealed class VectorProgram<TScalar>(Polynomial polynomial)
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private readonly Term[] _terms = [.. polynomial.Terms];
    private readonly Dictionary<Symbol, (VectorProgram<TScalar> Argument, AlignedVector<TScalar>? Value)> _functions = [];
    private readonly bool _plain =
        polynomial.Terms is { Count: 1 } terms && terms.First() is { Coefficient: 1, Factors: [{ Function: null }] };
    private AlignedVector<TScalar>? _result;

    public bool IsZero => _terms.Length == 0;

    /// <summary>offset + factor · polynomial for each neuron. The vector stays owned by the program, or is the signal itself where the
    /// polynomial is just that.</summary>
    public AlignedVector<TScalar> Evaluate(
        NeuronSignals<TScalar> signals,
        int length,
        Arithmetic arithmetic,
        double factor = 1,
        double offset = 0
    )
    {
        if (_plain && factor == 1 && offset == 0 && Signal(signals, _terms[0].Factors[0], length, arithmetic) is { } itself)
        {
            return itself;
        }

        if (_result?.Length != length)
        {
            _result = new(length);
        }

        _result.Span.Fill(TScalar.CreateSaturating(offset));
        foreach (var term in _terms)
        {
            Add(term, signals, TScalar.CreateSaturating(factor * term.Coefficient), length, arithmetic);
        }

        return _result;
    }

    private void Add(Term term, NeuronSignals<TScalar> signals, TScalar coefficient, int length, Arithmetic arithmetic)
    {
        var target = _result!;
        if (term.Factors.Length == 0)
        {
            foreach (ref var value in target.Span)
            {
                value += coefficient;
            }

            return;
        }

        var first = Signal(signals, term.Factors[0], length, arithmetic);
        var second = term.Factors.Length > 1 ? Signal(signals, term.Factors[1], length, arithmetic) : first;
        var absent = first is null || second is null;
        // A signal that nobody gives is 0, and so is its product with another one; but not with a function, which may be infinite.
        if (absent && Array.TrueForAll(term.Factors, factor => factor.Function is null))
        {
            return;
        }

        if (term.Factors.Length <= 2 && !absent)
        {
            var (both, padded) = (term.Factors.Length == 2, (nuint)target.PaddedLength);
            if (arithmetic == Arithmetic.Portable)
            {
                AddProduct<Unfused>(ref target.First, ref first!.First, ref second!.First, coefficient, both, padded);
            }
            else
            {
                AddProduct<Fused>(ref target.First, ref first!.First, ref second!.First, coefficient, both, padded);
            }

            return;
        }

        var factors = term.Factors.Select(factor => Signal(signals, factor, length, arithmetic)).ToArray();
        for (var k = 0; k < length; k++)
        {
            var product = coefficient;
            foreach (var factor in factors)
            {
                product *= factor is null ? TScalar.Zero : factor[k];
            }

            target[k] += product;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct<TFuse>(ref TScalar target, ref TScalar a, ref TScalar b, TScalar coefficient, bool both, nuint padded)
        where TFuse : struct, IFuse
    {
        var c = Vector256.Create(coefficient);
        for (nuint k = 0; k < padded; k += (nuint)Vector256<TScalar>.Count)
        {
            var x = c * Vector256.LoadUnsafe(ref a, k);
            var t = Vector256.LoadUnsafe(ref target, k);
            (both ? TFuse.MultiplyAdd(x, Vector256.LoadUnsafe(ref b, k), t) : t + x).StoreUnsafe(ref target, k);
        }
    }

    private AlignedVector<TScalar>? Signal(NeuronSignals<TScalar> signals, Symbol symbol, int length, Arithmetic arithmetic)
    {
        if (symbol.Function is null)
        {
            return symbol.Signal switch
            {
                SignalName.Rate => signals.Rate,
                SignalName.Spikes => signals.Spikes,
                SignalName.Change => signals.Change,
                SignalName.Fast => signals.Fast,
                SignalName.Slow => signals.Slow,
                _ => signals.Voltage,
            };
        }

        if (!_functions.TryGetValue(symbol, out var known) || known.Value?.Length != length)
        {
            known = _functions[symbol] = (new(symbol.Argument!), new(length));
        }

        var argument = known.Argument.Evaluate(signals, length, arithmetic).Span;
        var value = known.Value!.Span;
        for (var k = 0; k < value.Length; k++)
        {
            value[k] = TScalar.CreateSaturating(symbol.Function.Of(double.CreateSaturating(argument[k])));
        }

        return known.Value;
    }
}
