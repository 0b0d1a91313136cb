using System.Text;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>One spelling for the names that people type: snake case of the code's name.</summary>
public static class Names
{
    /// <summary><c>TauPlus</c> becomes <c>tau_plus</c>, <c>A2Plus</c> becomes <c>a2_plus</c>.</summary>
    public static string Snake(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 4);
        for (var i = 0; i < pascal.Length; i++)
        {
            var c = pascal[i];
            if (
                i > 0
                && char.IsUpper(c)
                && pascal[i - 1] != '.'
                && pascal[i - 1] != '_'
                && (!char.IsUpper(pascal[i - 1]) || (i + 1 < pascal.Length && char.IsLower(pascal[i + 1])))
            )
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>Two spellings mean the same when they agree without case, hyphens and underscores.</summary>
    public static bool Same(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (i, j) = (0, 0);
        while (true)
        {
            (i, j) = (Next(a, i), Next(b, j));
            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (char.ToUpperInvariant(a[i++]) != char.ToUpperInvariant(b[j++]))
            {
                return false;
            }
        }
    }

    /// <summary>The known name nearest to what was typed, or null when none is near (edit distance above a third of its length, and above
    /// 2).</summary>
    public static string? Nearest(string typed, IEnumerable<string> known)
    {
        var bare = Bare(typed);
        return known
            .Select(name => (name, bare: Bare(name), most: name.Length < 4 ? 1 : Math.Max(2, name.Length / 3)))
            // Each letter too many is a slip: what is far longer need not be compared, and a whole file that was pasted is not.
            .Where(x => bare.Length <= x.bare.Length + x.most)
            .Select(x => (x.name, x.most, distance: Distance(bare, x.bare)))
            .Where(x => x.distance <= x.most)
            .OrderBy(x => x.distance)
            .Select(x => x.name)
            .FirstOrDefault();
    }

    /// <summary>What to say after an unknown name: the name that was probably meant, else all that are known.</summary>
    public static string Known(string typed, IEnumerable<string> known)
    {
        string[] all = [.. known];
        return Nearest(typed, all) is { } near
            ? $"Did you mean {near}? Known: {string.Join(", ", all)}."
            : $"Known: {string.Join(", ", all)}.";
    }

    // The next letter that counts.
    private static int Next(string name, int from)
    {
        while (from < name.Length && name[from] is ('-' or '_'))
        {
            from++;
        }

        return from;
    }

    private static string Bare(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    // An abbreviation that keeps both ends (I_E for I_ext_E) is nearer than any slip of a letter, but for the same name.
    private static double Distance(string typed, string name) =>
        typed == name ? 0
        : Abbreviates(typed, name) ? 0.9
        : EditDistance(typed, name);

    private static bool Abbreviates(string typed, string name)
    {
        if (typed.Length < 2 || name.Length <= typed.Length + 1 || typed[0] != name[0] || typed[^1] != name[^1])
        {
            return false;
        }

        var found = 0;
        foreach (var c in name)
        {
            found += found < typed.Length && typed[found] == c ? 1 : 0;
        }

        return found == typed.Length;
    }

    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
