using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Memory;

/// <summary>The memory tests tell what memory they take before they take it, and have bounds.</summary>
[Collection(nameof(Alone))]
public class TestMemoryTests
{
    [Theory]
    [InlineData("memory capacity --neurons 256 --seeds 100000", "seeds must lie in 1 .. 10000, but is 100000")]
    [InlineData("memory sequences --neurons 256 --seeds 0", "seeds must lie in 1 .. 10000, but is 0")]
    [InlineData("memory capacity --neurons 16384 --seeds 10000", "the networks need about .* GiB, and this machine has .* fewer seeds")]
    [InlineData("memory capacity --neurons 131072", "131072 neurons need 32768 MiB for 1 network at a time, but 1024 MiB are allowed")]
    [InlineData("memory retention --length 100000", "length must lie in 4 .. 4096 notes")]
    [InlineData("memory delay --seeds 20000", "seeds must lie in 1 .. 10000")]
    [InlineData("memory dream --seeds -1", "seeds must lie in 1 .. 10000")]
    [InlineData("memory patterns --neurons 8001", "neurons must lie in 20 .. 8000")]
    [InlineData("memory self-organise --neurons 2001", "neurons must lie in 4 .. 2000")]
    [InlineData("tunes . --neurons 16384 --memory 1e-3", "16384 neurons need 512 MiB for 1 network at a time, but 1 MiB are allowed")]
    public async Task What_does_not_fit_is_refused(string words, string text)
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-memory-").FullName;
        try
        {
            var outcome = await Plasticity.Run(folder, words.Split(' '), TimeSpan.FromSeconds(30));
            Assert.True(outcome.Exit == 2, outcome.ToString());
            Assert.Matches(text, outcome.Error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // One network and the random weights of 11,648² synapses, a byte each.
    [Fact]
    public async Task What_tunes_take_is_told_before_it_is_taken()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-memory-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "one.notes"), "C4 D4 E4 G4", TestContext.Current.CancellationToken);
            string[] words = ["tunes", ".", "--rules", "hebbian", "--threads", "2"];
            var large = await Plasticity.Run(folder, [.. words, "--neurons", "11648"], TimeSpan.FromSeconds(60));
            Assert.True(large.Exit == 0, large.ToString());
            Assert.Contains(
                "1 network of 11,648 neurons learns 1 tune; finished ones are kept. This takes up to 259 MiB of memory; 1 network at a time.",
                large.Error,
                StringComparison.Ordinal
            );
            var small = await Plasticity.Run(folder, [.. words, "--neurons", "256"], TimeSpan.FromSeconds(60));
            Assert.DoesNotContain("of memory", small.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void As_many_networks_are_worked_on_as_fit()
    {
        var usable = MachineMemory.Usable;
        Assert.Equal(1, new TestMemory(0, usable).Threads);
        Assert.Null(new TestMemory(0, usable).Problem);
        Assert.NotNull(new TestMemory(0, 1.01 * usable).Problem);
        Assert.Equal(3, MachineMemory.Threads(0.25 * usable, 0.25 * usable, 8));
        Assert.Equal(8, MachineMemory.Threads(0, 0, 8));
        Assert.InRange(new TestMemory(0.5 * usable, 0.2 * usable).Most, 0, usable);
        Assert.Equal(20 * 256 * 256, CapacityTest.Memory([64, 256], 20).Shared);
    }
}
