using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>Small studies whose every table is kept in <c>tests/data/golden</c>: a change of structure must not move a number. The environment
/// variable <c>PLASTICITY_ACCEPT=1</c> (<c>./test --accept</c>) writes the tables anew.</summary>
public sealed class GoldenStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public static TheoryData<string> Studies =>
        [.. Directory.GetDirectories(TestData.Path("golden")).Select(path => Path.GetFileName(path)!).Order()];

    private static bool Accepting => Environment.GetEnvironmentVariable("PLASTICITY_ACCEPT") == "1";

    private static string Processor =>
        $"{(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bit, {(Fma.IsSupported || AdvSimd.IsSupported ? "fused" : "not fused")}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Studies))]
    public void The_tables_of_a_golden_study_are_as_kept(string name)
    {
        var text = File.ReadAllText(TestData.Path("golden", name, "study.yaml"));
        var spec = StudyFile.Parse(text);
        var made = TestData.Path("golden", name, "processor.txt");
        if (
            !Accepting
            && spec.Precision == "single"
            && spec.Network is not RateNetwork { Arithmetic: PlasticityLab.Numerics.Arithmetic.Portable }
            && File.ReadAllText(made).Trim() is var other
        )
        {
            // Rounding in single precision grows beyond what tells a mistake from another processor.
            Assert.SkipUnless(other == Processor, $"{name} was kept on a processor with {other}; this one has {Processor}.");
        }

        var study = StudyFolder.Open(spec, _folder, text);
        study.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        var (kept, found) = (TestData.Path("golden", name, "tables"), Path.Combine(study.Path, "tables"));
        if (Accepting)
        {
            Accept(found, kept);
            File.WriteAllText(made, Processor + "\n");
        }

        var differences = GoldenTables.Differences(kept, found).Take(10).ToArray();
        Assert.True(
            differences.Length == 0,
            $"{name}: {string.Join("\n", differences)}\nWhere this is meant to be so: ./test --accept, and a line in CHANGELOG.md."
        );
    }

    [Fact]
    public void A_table_that_differs_is_told_by_its_place()
    {
        var (kept, found) = (Path.Combine(_folder, "kept"), Path.Combine(_folder, "found"));
        Directory.CreateDirectory(kept);
        Directory.CreateDirectory(found);
        void Both(string file, string a, string b)
        {
            File.WriteAllText(Path.Combine(kept, file), a);
            File.WriteAllText(Path.Combine(found, file), b);
        }

        Both("same.csv", "rule,S\nhebb,0.123456789012\nhebb,0\n", "rule,S\nhebb,0.123456789013\nhebb,1e-15\n");
        Both("number.csv", "rule,S\nhebb,0.1\n", "rule,S\nhebb,0.100000001\n");
        Both("text.csv", "rule,S\nhebb,0.1\n", "rule,S\noja,0.1\n");
        Both("rows.csv", "rule,S\nhebb,0.1\n", "rule,S\nhebb,0.1\noja,0.1\n");
        Both("empty.csv", "rule,S\nhebb,\n", "rule,S\nhebb,0\n");
        Both("picture.svg", "<path d=\"M1.001 2\"/>", "<path d=\"M1.005 2\"/>");
        File.WriteAllText(Path.Combine(kept, "lost.csv"), "x\n");
        File.WriteAllText(Path.Combine(found, "new.csv"), "x\n");
        Assert.Equal(
            [
                "empty.csv, line 2: \"hebb,\" was kept, \"hebb,0\" was found",
                "lost.csv is kept and was not written",
                "new.csv is written and not kept",
                "number.csv, line 2: \"hebb,0.1\" was kept, \"hebb,0.100000001\" was found",
                "rows.csv: 2 lines are kept, 3 were found",
                "text.csv, line 2: \"hebb,0.1\" was kept, \"oja,0.1\" was found",
            ],
            GoldenTables.Differences(kept, found)
        );
    }

    private static void Accept(string found, string kept)
    {
        if (Directory.Exists(kept))
        {
            Directory.Delete(kept, recursive: true);
        }

        Directory.CreateDirectory(kept);
        foreach (var file in GoldenTables.Kept(found))
        {
            File.Copy(file, Path.Combine(kept, Path.GetFileName(file)));
        }
    }
}
