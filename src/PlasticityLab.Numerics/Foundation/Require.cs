using System.Runtime.CompilerServices;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>Sentences for bad values: each check answers null when the value holds, else one sentence saying what must hold and what was
/// found.</summary>
public static class Require
{
    /// <summary>Every sentence among the checks that failed.</summary>
    public static IEnumerable<string> All(params string?[] problems) => problems.OfType<string>();

    /// <summary>The value must be a finite number above 0.</summary>
    public static string? Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0 ? null : $"{Names.Snake(name)} must be a finite number above 0, but is {value:R}.";

    /// <summary>The value must be a finite number, 0 or above.</summary>
    public static string? NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0 ? null : $"{Names.Snake(name)} must be a finite number, 0 or above, but is {value:R}.";

    /// <summary>The value must be a finite number.</summary>
    public static string? Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? null : $"{Names.Snake(name)} must be a finite number, but is {value:R}.";

    /// <summary>The value must lie in [low, high].</summary>
    public static string? Between(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= low && value <= high ? null : $"{Names.Snake(name)} must lie in [{low:R}, {high:R}], but is {value:R}.";

    /// <summary>The count must be at least <paramref name="least"/>.</summary>
    public static string? AtLeast(int value, int least, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? null : $"{Names.Snake(name)} must be at least {least}, but is {value}.";
}
