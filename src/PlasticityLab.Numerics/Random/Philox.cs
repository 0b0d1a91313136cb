namespace PlasticityLab.Numerics.Random;

/// <summary>Philox4x32-10: a counter-based generator. The same (key, counter) gives the same four words on every machine and in every
/// order.</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw 2011, SC'11, "Parallel random numbers: as easy as 1, 2, 3".</remarks>
public static class Philox
{
    /// <summary>The four words at a counter.</summary>
    public static (uint A, uint B, uint C, uint D) Block(ulong key, uint c0, uint c1, uint c2, uint c3)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            var left = 0xD2511F53ul * c0;
            var right = 0xCD9E8D57ul * c2;
            (c0, c1, c2, c3) = ((uint)(right >> 32) ^ c1 ^ k0, (uint)right, (uint)(left >> 32) ^ c3 ^ k1, (uint)left);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0, c1, c2, c3);
    }
}
