using System.Globalization;

namespace PlasticityLab.Numerics.Files;

/// <summary>The header of a <c>.npy</c> array: a Python dictionary of the keys descr, fortran_order and shape.</summary>
/// <param name="Type">The type of the numbers, as in <c>&lt;f8</c>; of a record array its whole description.</param>
/// <param name="IsFortran">Whether the first axis runs fastest.</param>
/// <param name="Shape">Lengths of the axes, as they stand: they may lie.</param>
public sealed record NpyHeader(string Type, bool IsFortran, IReadOnlyList<long> Shape)
{
    /// <summary>The lengths as Python writes them: (4, 4).</summary>
    public string ShapeText => Shape.Count == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";

    /// <summary>Reads a header as Python does: any order of keys, both kinds of quotes, the prefixes u and b and the suffix L of Python
    /// 2, blanks and commas anywhere that Python lets them stand.</summary>
    /// <returns>The header; null when it is none.</returns>
    public static NpyHeader? Parse(string text)
    {
        var literal = new Literal(text);
        if (literal.Read() is not Dictionary<string, object> fields || !literal.IsAtEnd || fields.Count != 3)
        {
            return null;
        }

        var type = fields.GetValueOrDefault("descr") switch
        {
            string one => one,
            List<object> record => Literal.Show(record),
            _ => null,
        };
        return
            type is not null
            && fields.GetValueOrDefault("fortran_order") is bool fortran
            && fields.GetValueOrDefault("shape") is List<object> shape
            && shape.TrueForAll(length => length is long)
            ? new(type, fortran, [.. shape.Cast<long>()])
            : null;
    }

    // A Python literal: text, whole numbers, True, False, None, tuples and lists (both as a list), dictionaries with keys of text. A value
    // that is none of these is null, which no field takes.
    private sealed class Literal(string text)
    {
        private const int Deepest = 32;
        private int _at;
        private int _depth;

        public bool IsAtEnd
        {
            get
            {
                Blanks();
                return _at == text.Length;
            }
        }

        public static string Show(object? value) =>
            value switch
            {
                List<object> list => $"[{string.Join(", ", list.Select(Show))}]",
                string one => $"'{one}'",
                _ => $"{value}",
            };

        public object? Read()
        {
            if (_depth > Deepest)
            {
                return null;
            }

            _depth++;
            try
            {
                return Peek() switch
                {
                    '{' => Mapping(),
                    '(' => Items(')'),
                    '[' => Items(']'),
                    '\'' or '"' => Text(),
                    'u' or 'U' or 'b' or 'B' when _at + 1 < text.Length && text[_at + 1] is '\'' or '"' => Prefixed(),
                    '-' or '+' or (>= '0' and <= '9') => Number(),
                    _ => Word(),
                };
            }
            finally
            {
                _depth--;
            }
        }

        private void Blanks()
        {
            // Numpy pads headers with blanks; some writers with zeros.
            while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '\0'))
            {
                _at++;
            }
        }

        private char Peek()
        {
            Blanks();
            return _at < text.Length ? text[_at] : '\0';
        }

        private bool Take(char c)
        {
            if (Peek() != c)
            {
                return false;
            }

            _at++;
            return true;
        }

        private Dictionary<string, object>? Mapping()
        {
            var fields = new Dictionary<string, object>(StringComparer.Ordinal);
            _at++;
            while (!Take('}'))
            {
                if (Read() is not string key || !Take(':') || Read() is not { } value)
                {
                    return null;
                }

                fields[key] = value; // of equal keys Python keeps the last
                if (!Take(',') && Peek() != '}')
                {
                    return null;
                }
            }

            return fields;
        }

        private List<object>? Items(char end)
        {
            var items = new List<object>();
            _at++;
            while (!Take(end))
            {
                if (Read() is not { } value)
                {
                    return null;
                }

                items.Add(value);
                if (!Take(',') && Peek() != end)
                {
                    return null;
                }
            }

            return items;
        }

        private string? Prefixed()
        {
            _at++;
            return Text();
        }

        private string? Text()
        {
            var quote = text[_at++];
            var end = text.IndexOf(quote, _at);
            if (end < 0)
            {
                return null;
            }

            var value = text[_at..end];
            _at = end + 1;
            return value;
        }

        private object? Number()
        {
            var start = _at++;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '_'))
            {
                _at++;
            }

            var digits = text[start.._at].Replace("_", "", StringComparison.Ordinal);
            if (_at < text.Length && text[_at] is 'L' or 'l')
            {
                _at++;
            }

            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
        }

        private object? Word()
        {
            var start = _at;
            while (_at < text.Length && char.IsAsciiLetter(text[_at]))
            {
                _at++;
            }

            return text[start.._at] switch
            {
                "True" => true,
                "False" => false,
                _ => null,
            };
        }
    }
}
