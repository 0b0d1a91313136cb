using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

[Collection(nameof(Alone))]
public class TuneLearnTests
{
    [Fact]
    public async Task It_says_what_it_wrote_and_refuses_other_endings()
    {
        var folder = Directory.CreateTempSubdirectory("tune");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "f.notes"), "F4 G4 A4 A#4 C5 D5 E5 F5\n");
            var learned = await Run("tune", "learn", "f.notes", "--cue", "4", "--play", "out.mid", "--wav", "out.wav");
            Assert.True(learned.Exit == 0, learned.ToString());
            Assert.Contains("written: out.mid, out.wav", learned.Out);
            Assert.Contains("cue: F4 G4 A4 Bb4", learned.Out);
            Assert.True(File.Exists(Path.Combine(folder.FullName, "out.mid")) && File.Exists(Path.Combine(folder.FullName, "out.wav")));
            var refused = await Run("tune", "learn", "f.notes", "--play", "x.txt", "--wav", "x.mid");
            Assert.True(refused.Exit == 2, refused.ToString());
            Assert.Contains("--play writes files ending in .mid, .midi, .notes, but \"x.txt\" ends in \".txt\"", refused.Text);
            Assert.Contains("--wav writes files ending in .wav", refused.Text);
        }
        finally
        {
            folder.Delete(true);
        }

        Task<Plasticity.Outcome> Run(params string[] words) => Plasticity.Run(folder.FullName, words, TimeSpan.FromMinutes(1));
    }
}
