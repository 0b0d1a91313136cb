using System.Security.Cryptography;
using System.Text;

namespace PlasticityLab.Experiments;

/// <summary>Names of jobs.</summary>
public static class JobName
{
    /// <summary>The name of what a text decides: the first 20 hexadecimal digits (80 bits) of its SHA-256.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..20];
}
