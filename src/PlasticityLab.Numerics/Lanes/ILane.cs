namespace PlasticityLab.Numerics.Lanes;

/// <summary>One or more synapses computed side by side: a formula written over lanes serves the scalar oracle, the vector kernels and the
/// symbolic derivation alike.</summary>
/// <typeparam name="TSelf">The lane itself.</typeparam>
public interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>The same number in every place.</summary>
    static abstract TSelf Splat(double value);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Negative.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>A number times a lane.</summary>
    static virtual TSelf operator *(double a, TSelf b) => TSelf.Splat(a) * b;

    /// <summary>A number plus a lane.</summary>
    static virtual TSelf operator +(double a, TSelf b) => TSelf.Splat(a) + b;

    /// <summary>A number minus a lane.</summary>
    static virtual TSelf operator -(double a, TSelf b) => TSelf.Splat(a) - b;

    /// <summary>A lane minus a number.</summary>
    static virtual TSelf operator -(TSelf a, double b) => a - TSelf.Splat(b);

    /// <summary>a b + c; rounded once where the lane can, so that one and several synapses side by side still agree.</summary>
    static virtual TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c) => (a * b) + c;

    /// <summary>The lesser. NaN passes through, so divergence is seen and not hidden.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The greater. NaN passes through, so divergence is seen and not hidden.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>x, but no less than a bound that is a number; NaN in <paramref name="x"/> passes through. One instruction where
    /// <see cref="Max"/> of two numbers that may both be NaN takes three.</summary>
    static virtual TSelf AtLeast(TSelf bound, TSelf x) => TSelf.Max(bound, x);

    /// <summary>x, but no more than a bound that is a number; NaN in <paramref name="x"/> passes through. One instruction where
    /// <see cref="Min"/> of two numbers that may both be NaN takes three.</summary>
    static virtual TSelf AtMost(TSelf bound, TSelf x) => TSelf.Min(bound, x);

    /// <summary>Whether a is above b anywhere: for steps that are seldom needed and cost much. What is computed must not hang on it, or one
    /// and several side by side would not agree.</summary>
    static virtual bool AnyAbove(TSelf a, TSelf b) => true;

    /// <summary>e^x.</summary>
    static abstract TSelf Exp(TSelf x);

    /// <summary>tanh x.</summary>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>x^p for x ≥ 0.</summary>
    static abstract TSelf Pow(TSelf x, double p);
}
