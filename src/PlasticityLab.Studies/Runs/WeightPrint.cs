using System.Buffers.Binary;
using System.Security.Cryptography;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Runs;

/// <summary>A short name of weights: equal ones have the same, to the last bit.</summary>
public static class WeightPrint
{
    private const int Letters = 12;

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the weights as doubles, row after row, low byte first.</summary>
    public static string Of(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var bytes = new byte[weights.Values.Length * sizeof(double)];
        for (var k = 0; k < weights.Values.Length; k++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), weights.Values[k]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..Letters];
    }
}
