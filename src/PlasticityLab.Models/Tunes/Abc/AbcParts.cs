using System.Text;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>The order of parts that a field P: of the header gives: letters, counts behind letters and parentheses, and dots for the
/// eye.</summary>
/// <remarks>Source: Walshaw, The ABC music standard 2.1, 2011, section 3.1.9.</remarks>
internal ref struct AbcParts(AbcFieldToken field, AbcReport report)
{
    private const int MostParts = 4096;
    private const int Deepest = 32;
    private readonly ReadOnlySpan<char> _text = field.Value;
    private readonly AbcPlace _place = field.Place;
    private int _at;
    private bool _isBad;

    /// <summary>The labels in the order of play; null when the order cannot be read, which is reported.</summary>
    public static string? Order(AbcFieldToken field, AbcReport report)
    {
        var reader = new AbcParts(field, report);
        var order = reader.Group(0);
        if (!reader._isBad && reader._at < field.Value.Length)
        {
            reader.Refuse();
        }

        return reader._isBad ? null : order;
    }

    private string Group(int depth)
    {
        var order = new StringBuilder();
        while (!_isBad && _at < _text.Length && _text[_at] != ')')
        {
            var c = _text[_at++];
            var piece = "";
            if (char.IsAsciiLetterUpper(c))
            {
                piece = c.ToString();
            }
            else if (c == '(' && depth < Deepest)
            {
                piece = Group(depth + 1);
                if (_at++ >= _text.Length)
                {
                    Refuse();
                }
            }
            else if (c is not ('.' or ' '))
            {
                Refuse();
            }

            var times = piece.Length > 0 ? AbcDigits.Read(_text, ref _at) ?? 1 : 1;
            if (times < 1 || order.Length + ((long)times * piece.Length) > MostParts)
            {
                Refuse();
                break;
            }

            order.Insert(order.Length, piece, times);
        }

        return order.ToString();
    }

    private void Refuse()
    {
        if (!_isBad)
        {
            _isBad = true;
            report.Refuse(
                _place,
                $"the order of parts \"P:{_text}\" must be capital letters with counts, such as P:A(AB)2C, and at most {MostParts}."
            );
        }
    }
}
