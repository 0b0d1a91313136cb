using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Ids of figures as file names, ids of pages and references can hold them.</summary>
internal static partial class SafeId
{
    /// <summary>An id of letters and digits of ASCII, <c>_</c>, <c>-</c> and <c>.</c>: spaces become <c>_</c>; where other characters had to
    /// go, six digits of a hash keep different names apart.</summary>
    public static string Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var spaced = id.Replace(' ', '_');
        var safe = Unsafe().Replace(spaced, "_").Trim('_');
        return safe == spaced ? safe : $"{safe}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..6]}";
    }

    [GeneratedRegex("[^A-Za-z0-9_.-]+")]
    private static partial Regex Unsafe();
}
