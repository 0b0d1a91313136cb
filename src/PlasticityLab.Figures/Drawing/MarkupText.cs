using System.Net;
using System.Xml;

namespace PlasticityLab.Figures.Drawing;

/// <summary>The one place where text becomes markup: pictures, pages and the data in their scripts.</summary>
public static class MarkupText
{
    /// <summary>Text as it stands between tags and in quoted attributes of XML and HTML.</summary>
    /// <param name="text">Anything. XML 1.0 holds no control characters but tab and line ends, in no spelling: they become the sign for what
    /// cannot be shown.</param>
    public static string Of(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD')));

    /// <summary>JSON as it stands in an element <c>script</c>, which no text in it can end.</summary>
    public static string InScript(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.Replace("<", "\\u003c", StringComparison.Ordinal);
    }
}
