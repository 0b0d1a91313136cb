using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests;

public class PhiloxTests
{
    [Theory]
    [InlineData(0ul, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        ulong.MaxValue,
        uint.MaxValue,
        uint.MaxValue,
        uint.MaxValue,
        uint.MaxValue,
        0x408f276du,
        0x41c83b0eu,
        0xa20bc7c6u,
        0x6d5451fdu
    )]
    [InlineData(
        0x299f31d0_a4093822ul,
        0x243f6a88u,
        0x85a308d3u,
        0x13198a2eu,
        0x03707344u,
        0xd16cfe09u,
        0x94fdccebu,
        0x5001e420u,
        0x24126ea1u
    )]
    public void Philox_gives_the_known_answers_of_Random123(
        ulong key,
        uint c0,
        uint c1,
        uint c2,
        uint c3,
        uint a,
        uint b,
        uint c,
        uint d
    ) => Assert.Equal((a, b, c, d), Philox.Block(key, c0, c1, c2, c3));

    [Fact]
    public void A_stream_can_jump_to_any_place()
    {
        var stream = new RandomStreams(7).Open(StreamPurpose.TrainingNoise, 3);
        var first = Enumerable.Range(0, 8).Select(_ => stream.NextUInt32()).ToArray();
        stream.Position = 1;
        Assert.Equal(first[4..8], Enumerable.Range(0, 4).Select(_ => stream.NextUInt32()));
    }

    [Fact]
    public void Gaussian_numbers_have_mean_0_and_variance_1()
    {
        var stream = new RandomStreams(11).Open(StreamPurpose.Analysis);
        var values = new double[200_000];
        stream.FillGaussian(values);
        Assert.InRange(values.Average(), -0.01, 0.01);
        Assert.InRange(values.Average(x => x * x), 0.985, 1.015);
    }
}
