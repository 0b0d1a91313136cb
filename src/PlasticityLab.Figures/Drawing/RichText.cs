using System.Globalization;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Little markup for labels: <c>*S*</c> is italic, <c>r_{k+1}</c> a subscript, <c>10^{−3}</c> a superscript.</summary>
internal static class RichText
{
    public enum Level
    {
        Base,
        Sub,
        Super,
    }

    public readonly record struct Run(string Text, bool Italic, Level Level)
    {
        public double Scale => Level == Level.Base ? 1 : 0.72;

        /// <summary>Baseline shift, down is positive [font sizes].</summary>
        public double Shift =>
            Level switch
            {
                Level.Sub => 0.2,
                Level.Super => -0.34,
                _ => 0,
            };
    }

    public static IReadOnlyList<Run> Parse(string markup)
    {
        var runs = new List<Run>();
        var (italic, level, start) = (false, Level.Base, 0);
        void Flush(int end)
        {
            if (end > start)
            {
                runs.Add(new Run(markup[start..end], italic, level));
            }
        }

        for (var i = 0; i < markup.Length; i++)
        {
            if (markup[i] == '*')
            {
                Flush(i);
                (italic, start) = (!italic, i + 1);
            }
            else if (markup[i] is '_' or '^' && i + 1 < markup.Length && markup[i + 1] == '{')
            {
                Flush(i);
                (level, start) = (markup[i] == '_' ? Level.Sub : Level.Super, i + 2);
                i++;
            }
            else if (markup[i] == '}' && level != Level.Base)
            {
                Flush(i);
                (level, start) = (Level.Base, i + 1);
            }
        }

        Flush(markup.Length);
        return runs;
    }

    /// <summary>The text without markup, for alternative texts.</summary>
    public static string Plain(string markup) => string.Concat(Parse(markup).Select(run => run.Text));

    /// <summary>A number as printed in figures: true minus sign, no trailing zeros.</summary>
    public static string Number(double value, string format = "0.####") =>
        value.ToString(format, CultureInfo.InvariantCulture) is "-0" or ""
            ? "0"
            : value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
