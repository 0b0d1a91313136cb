using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Little markup for labels: <c>*S*</c> is italic, <c>r_{k+1}</c> a subscript, <c>10^{−3}</c> a superscript. A backslash takes the
/// next character as it is; names of users go through <see cref="Literal"/>.</summary>
public static class RichText
{
    /// <summary>Height of a run.</summary>
    public enum Level
    {
        /// <summary>On the line.</summary>
        Base,

        /// <summary>Subscript.</summary>
        Sub,

        /// <summary>Superscript.</summary>
        Super,
    }

    /// <summary>A stretch of one look.</summary>
    /// <param name="Text">Characters.</param>
    /// <param name="Italic">Slanted.</param>
    /// <param name="Level">Height.</param>
    public readonly record struct Run(string Text, bool Italic, Level Level)
    {
        /// <summary>Size against the base [1].</summary>
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

    /// <summary>The runs of a text with markup.</summary>
    public static IReadOnlyList<Run> Parse(string markup)
    {
        ArgumentNullException.ThrowIfNull(markup);
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
            if (markup[i] == '\\' && i + 1 < markup.Length)
            {
                Flush(i);
                start = i + 1;
                i++;
            }
            else if (markup[i] == '*')
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

    /// <summary>A name as it was written, safe from being read as markup.</summary>
    public static string Literal(string name) =>
        string.Concat((name ?? "").Select(c => c is '*' or '_' or '^' or '}' or '\\' ? $"\\{c}" : $"{c}"));

    /// <summary>The text without markup, for alternative texts.</summary>
    public static string Plain(string markup) => string.Concat(Parse(markup).Select(run => run.Text));

    /// <summary>A number as printed in figures: true minus sign, no trailing zeros.</summary>
    public static string Number(double value, string format = "0.####") =>
        value.Text(format) is var text && text.Length == 0 ? "0" : text.Replace('-', '−');
}
