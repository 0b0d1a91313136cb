using System.Globalization;

namespace PlasticityLab.Numerics;

/// <summary>Numbers as text for people.</summary>
public static class Digits
{
    /// <summary>A number in a format of .NET, in the invariant culture; a number of which the format shows zeros alone has no sign.</summary>
    public static string Text(this double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && double.IsFinite(value) && !text.AsSpan().ContainsAnyInRange('1', '9') ? text[1..] : text;
    }
}
