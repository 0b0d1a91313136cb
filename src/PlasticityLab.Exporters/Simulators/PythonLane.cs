using System.Globalization;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Exporters.Simulators;

/// <summary>A lane that computes nothing and writes the formula down as Python: what a rule says to a kernel it says to a script. Sums with
/// 0 and products with 0 and 1 are left out.</summary>
internal readonly struct PythonLane : ILane<PythonLane>
{
    // How tightly the text holds together.
    private const int Sum = 1,
        Product = 2,
        Atom = 3;

    private readonly string? _text;
    private readonly int _level;
    private readonly double _number; // the value, where _text is null: a lane never assigned is 0

    private PythonLane(string text, int level) => (_text, _level) = (text, level);

    private PythonLane(double number) => _number = number;

    private bool IsNumber => _text is null;

    /// <summary>A variable.</summary>
    public static PythonLane Of(string name) => new(name, Atom);

    /// <inheritdoc/>
    public override string ToString() => _text ?? Python.Number(_number);

    public static PythonLane Splat(double value) => new(value);

    public static PythonLane operator +(PythonLane a, PythonLane b) =>
        a.IsNumber && b.IsNumber ? new(a._number + b._number)
        : a.Is(0) ? b
        : b.Is(0) ? a
        : new($"{a} + {b.In(Product)}", Sum);

    public static PythonLane operator -(PythonLane a, PythonLane b) =>
        a.IsNumber && b.IsNumber ? new(a._number - b._number)
        : a.Is(0) ? -b
        : b.Is(0) ? a
        : new($"{a} - {b.In(Product)}", Sum);

    public static PythonLane operator *(PythonLane a, PythonLane b) =>
        a.IsNumber && b.IsNumber ? new(a._number * b._number)
        : a.Is(0) || b.Is(0) ? new(0)
        : a.Is(1) ? b
        : b.Is(1) ? a
        : new($"{a.In(Product)}*{b.In(Product)}", Product);

    public static PythonLane operator /(PythonLane a, PythonLane b) =>
        a.IsNumber && b.IsNumber ? new(a._number / b._number)
        : a.Is(0) ? a
        : b.Is(1) ? a
        : new($"{a.In(Product)}/{b.In(Atom)}", Product);

    public static PythonLane operator -(PythonLane a) => a.IsNumber ? new(-a._number) : new($"-{a.In(Product)}", Sum);

    public static PythonLane Min(PythonLane a, PythonLane b) =>
        a.IsNumber && b.IsNumber ? new(Math.Min(a._number, b._number)) : new($"clip({b}, -inf, {a})", Atom);

    public static PythonLane Max(PythonLane a, PythonLane b) =>
        a.IsNumber && b.IsNumber ? new(Math.Max(a._number, b._number)) : new($"clip({b}, {a}, inf)", Atom);

    public static PythonLane Exp(PythonLane x) => x.IsNumber ? new(Math.Exp(x._number)) : new($"exp({x})", Atom);

    public static PythonLane Tanh(PythonLane x) => x.IsNumber ? new(Math.Tanh(x._number)) : new($"tanh({x})", Atom);

    public static PythonLane Pow(PythonLane x, double p) =>
        x.IsNumber ? new(Math.Pow(x._number, p)) : new($"{x.In(Atom)}**{new PythonLane(p).In(Atom)}", Product);

    private bool Is(double value) => IsNumber && _number == value;

    // The text, in parentheses where it would fall apart beside what holds together more tightly.
    private string In(int level) => (IsNumber ? (_number < 0 ? Sum : Atom) : _level) >= level ? ToString() : $"({this})";
}

/// <summary>Values as Python writes them.</summary>
internal static class Python
{
    /// <summary>The shortest digits that read back to the same number.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "inf"
        : double.IsNegativeInfinity(value) ? "-inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A text in quotes, on one line.</summary>
    public static string Text(string text) =>
        $"\"{text.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
