using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Numerics.Files;

public sealed class UserFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static TheoryData<string, byte[]> OneText =>
        new()
        {
            { "UTF-8", Encoding.UTF8.GetBytes("é♯") },
            { "with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("é♯")] },
            { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("é♯")] },
            { "UTF-16, other end first", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("é♯")] },
        };

    [Theory]
    [MemberData(nameof(OneText))]
    public void A_mark_says_how_text_is_written(string name, byte[] bytes) =>
        Assert.Equal("é♯", UserFile.Text(Write($"{name}.txt", bytes)));

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_their_place()
    {
        var path = Write("latin.yaml", [.. "name: r"u8, 0xE9, .. "sum\n"u8]);
        Assert.Contains("byte 8 belongs to no character", Assert.Throws<UserError>(() => UserFile.Text(path)).Message);
        Assert.Equal("name: résum\n", UserFile.Text(path, other: Encoding.Latin1));
    }

    [Fact]
    public void A_bound_holds_for_files_and_for_what_has_no_length()
    {
        var path = Write("three.txt", new byte[3 << 20]);
        Assert.Equal(3 << 20, UserFile.Bytes(path, 3 << 20).Length);
        Assert.Contains("larger than 2 MiB", Assert.Throws<UserError>(() => UserFile.Bytes(path, 2 << 20)).Message);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /dev/zero.");
        Assert.Contains("larger than 2 MiB", Assert.Throws<UserError>(() => UserFile.Bytes("/dev/zero", 2 << 20)).Message);
    }

    [Fact]
    public void Lines_have_ends_of_every_kind() =>
        Assert.Equal(["a", "", "b", "c"], UserFile.Lines(Write("l.txt", Encoding.UTF8.GetBytes("a\r\n\r\nb\rc\n"))));

    [Fact]
    public void Memory_is_told_before_it_is_taken()
    {
        Assert.Null(MachineMemory.Problem("It needs", 1 << 20, "take less"));
        var sentence = MachineMemory.Problem("It needs", 2 * MachineMemory.Available, "take less");
        Assert.Matches(@"^It needs about [0-9.]+ GiB, and this machine has [0-9.]+ GiB: take less\.$", sentence);
        Assert.Equal(("2 MiB", "1.5 GiB"), (MachineMemory.Show((1 << 20) + 1), MachineMemory.Show(1.5 * (1L << 30))));
    }

    [Fact]
    public void Memory_of_a_study_grows_with_pairs_of_units_and_steps_of_recall()
    {
        static StudySpec Study(int units, string recall, string precision = "double") =>
            StudyFile.Parse(
                $"name: m\nrules: [hebb]\nprecision: {precision}\nnetwork: {{units: {units}}}\n"
                    + $"task: {{items: 4, assembly_size: 8, free_run: {recall}}}\nseeds: {{count: 1}}\n"
            );
        // Largest resident memory of runs less that of a run of 60 units: 113 MiB, 452 MiB, 392 MiB and 231 MiB.
        Assert.InRange(StudyMemory.OfOneRun(Study(1000, "50 ms")) / (1 << 20), 90, 140);
        Assert.InRange(StudyMemory.OfOneRun(Study(2000, "50 ms")) / (1 << 20), 380, 520);
        Assert.InRange(StudyMemory.OfOneRun(Study(2000, "50 ms", "single")) / (1 << 20), 330, 450);
        Assert.InRange(StudyMemory.OfOneRun(Study(60, "200 s")) / (1 << 20), 190, 290);
        Assert.Equal(4, StudyMemory.Threads(Study(60, "50 ms"), 4));
        if (1.2e11 > MachineMemory.Available)
        {
            var error = Assert.Throws<UserError>(() => Study(60, "99000 s"));
            Assert.Matches("one run needs about [0-9.]+ GiB, and this machine has", error.Message);
        }
    }
}
