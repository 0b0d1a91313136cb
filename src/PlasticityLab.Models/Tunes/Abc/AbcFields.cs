using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics.Foundation;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>Beats a bar and the note value of a beat.</summary>
/// <param name="Beats">The upper number.</param>
/// <param name="Value">The lower number.</param>
/// <param name="IsFree">Whether there are no bars: M:none, or no field M:.</param>
internal readonly record struct AbcMeter(int Beats, int Value, bool IsFree = false)
{
    public static readonly AbcMeter Free = new(4, 4, true);

    /// <summary>Length of a bar [quarter notes].</summary>
    public Fraction Bar => new(4L * Beats, Value);

    /// <summary>6/8, 9/8, 12/8 and their like, whose beat has three parts (standard 2.1, 4.13).</summary>
    public bool IsCompound => Beats > 3 && Beats % 3 == 0;

    /// <summary>The unit length where no field L: gives it [quarter notes]: a sixteenth below 3/4, else an eighth (3.1.7).</summary>
    public Fraction Unit => !IsFree && 4L * Beats < 3L * Value ? new(1, 4) : new(1, 2);
}

/// <summary>Reads the values of the fields M:, L: and Q:.</summary>
/// <remarks>Source: Walshaw, The ABC music standard 2.1, 2011, sections 3.1.6 to 3.1.8 and 10.1.</remarks>
internal static partial class AbcFields
{
    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^[Cc](?<units>[0-9]{0,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex OldBeat();

    public static AbcMeter? Meter(AbcFieldToken field, AbcReport report)
    {
        var text = Space().Replace(field.Value, "");
        switch (text)
        {
            case "C":
                return new(4, 4);
            case "C|":
                return new(2, 2);
            case "" or "none" or "None":
                return AbcMeter.Free;
        }

        if (
            text.Split('/') is [var upper, var lower]
            && Quantity.TryWhole(lower, out var value, out _)
            && value is >= 1 and <= 128
            && int.IsPow2(value)
            && Beats(upper.StartsWith('(') && upper.EndsWith(')') ? upper[1..^1] : upper) is { } beats
        )
        {
            return new(beats, value);
        }

        report.Refuse(field.Place, $"the meter \"M:{field.Value}\" must be like M:3/4, M:2+3/8, M:C or M:none.");
        return null;
    }

    /// <summary>The unit length [quarter notes].</summary>
    public static Fraction? Unit(AbcFieldToken field, AbcReport report)
    {
        if (
            Quantity.TryFraction(field.Value, out var ratio, out _)
            && ratio.Numerator > 0
            && ratio.Numerator <= ratio.Denominator
            && ratio.Denominator <= 1024
        )
        {
            return new Fraction(4L * ratio.Numerator, ratio.Denominator);
        }

        report.Refuse(field.Place, $"the unit length \"L:{field.Value}\" must be a fraction like L:1/8.");
        return null;
    }

    /// <summary>The tempo [quarter notes a minute]; null when there is none, which is told.</summary>
    public static double? Tempo(AbcFieldToken field, Fraction unit, AbcReport report)
    {
        // Q:1/4=120, Q:"Allegro" 1/4=120, Q:1/4 3/8=40; of old Q:120, Q:C=100 and Q:C3=40, which count unit lengths
        var plain = string.Concat(field.Value.Split('"').Where((_, i) => i % 2 == 0)).Trim();
        var parts = plain.Split('=');
        double? beat =
            parts.Length > 2 ? null
            : parts.Length == 1 ? unit.Value
            : Beat(parts[0].Trim(), unit);
        if (parts.Length == 1 && plain.Length > 0)
        {
            report.Say($"The tempo \"Q:{field.Value}\" counts unit lengths, as of old.");
        }

        if (Quantity.TryNumber(parts[^1], out var number, out _) && beat * number is { } tempo and > 0 and <= Tune.FastestTempo)
        {
            return tempo;
        }

        report.Say(
            plain.Length == 0
                ? $"The tempo \"Q:{field.Value}\" has no number."
                : $"The tempo \"Q:{field.Value}\" ({field.Place}) was left out: a tempo is read like Q:1/4=120, up to {Tune.FastestTempo}."
        );
        return null;
    }

    private static double? Beat(string text, Fraction unit)
    {
        if (OldBeat().Match(text) is { Success: true } old)
        {
            var units = old.Groups["units"].Value;
            return unit.Value * (units.Length == 0 ? 1 : int.Parse(units, CultureInfo.InvariantCulture));
        }

        double?[] parts = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NoteValue)];
        return parts.Length > 0 ? 4 * parts.Aggregate((a, b) => a + b) : null;
    }

    private static double? NoteValue(string text) =>
        Quantity.TryFraction(text, out var ratio, out _) && ratio.Numerator > 0 ? ratio.Numerator / (double)ratio.Denominator : null;

    /// <summary>The upper number of a meter, or a sum of such; null when it is anything else.</summary>
    private static int? Beats(string text)
    {
        var sum = 0;
        foreach (var part in text.Split('+'))
        {
            if (!Quantity.TryWhole(part, out var beats, out _) || beats is < 1 or > 99)
            {
                return null;
            }

            sum += beats;
        }

        return sum < 100 ? sum : null;
    }
}
