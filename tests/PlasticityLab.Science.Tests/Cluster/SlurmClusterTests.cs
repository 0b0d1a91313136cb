using System.Text.Json;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Science.Tests.Cluster;

/// <summary>Every fault of <see cref="StudiesOnSlurm"/> on a cluster that keeps accounts.</summary>
public sealed class SlurmClusterWithAccountsTests(SlurmClusterWithAccounts cluster)
    : StudiesOnSlurm(cluster),
        IClassFixture<SlurmClusterWithAccounts>;

/// <summary>Every fault of <see cref="StudiesOnSlurm"/> on a cluster without accounts; and what has nothing to do with these.</summary>
public sealed class SlurmClusterTests(SlurmCluster cluster) : StudiesOnSlurm(cluster), IClassFixture<SlurmCluster>
{
    // Frozen, the tasks of a node sleep over their leases, others do what they were at, and they end it when they wake up.
    [Fact]
    public void Two_copies_of_each_task_work_after_a_node_stood_still() => TwoCopies(_ => { });

    [Fact]
    public void Where_processors_differ_portable_arithmetic_gives_the_bytes_of_one_of_them()
    {
        Assert.SkipWhen(Cluster.Missing is not null, Cluster.Missing ?? "");
        File.WriteAllText(
            FileOfStudy,
            File.ReadAllText(FileOfStudy).Replace("units: 60", "units: 60, arithmetic: portable", StringComparison.Ordinal)
        );
        _ = Plasticity("study", "run", "s.yaml", "--out", "alone", "--no-report", "--quiet");
        Cluster.Narrow("node1"); // the first to be given tasks, of which it has room for half
        try
        {
            var (study, _) = Submit(8);
            Until(() => StudyFolder.Load(study).Status().IsComplete, "the study is complete");
            var status = StudyFolder.Load(study).Status();
            Assert.Equal(["portable"], status.Count.Arithmetics.Keys);
            Assert.Equal(0, status.Store.Different);
            string[] processors =
            [
                .. Directory
                    .GetFiles(Path.Combine(study, "sessions"), "*.json")
                    .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
                    .Where(session => session.GetProperty("computed").GetInt32() > 0)
                    .Select(session => session.GetProperty("machine").GetProperty("arithmetic").GetString()!)
                    .Distinct(),
            ];
            Assert.Equal(2, processors.Length);
            var (alone, here) = (Tables(FolderOf("alone")), Tables(study));
            // Tests and intervals are computed by whoever writes the tables, with the functions of its system.
            Assert.All(
                ["outcomes", "measures", "blocks", "lag_profiles", "courses", "training_blocks"],
                table => Assert.Equal(alone[$"{table}.csv"], here[$"{table}.csv"])
            );
            Assert.Equal(alone["weights.npz"], here["weights.npz"]);
        }
        finally
        {
            Cluster.Widen("node1");
        }
    }

    [Fact]
    public void Twelve_tasks_are_three_arrays_where_five_are_the_most_although_every_call_of_sbatch_fails_after_the_job_was_taken()
    {
        Assert.SkipWhen(Cluster.Missing is not null, Cluster.Missing ?? "");
        var place = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        var (wrapper, real) = (Path.Combine(place, "sbatch"), Cluster.Slurm("sh", "-c", "command -v sbatch"));
        File.WriteAllText(
            wrapper,
            $"""
            #!/bin/sh
            '{real}' "$@" >/dev/null
            echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2
            exit 1
            """
        );
        Cluster.Slurm("chmod", "500", wrapper);
        var (study, jobs) = Submit(12, place);
        Assert.Equal([5, 5, 2, 0], jobs.Select(job => job.Tasks));
        Assert.Equal(4, jobs.Select(job => job.Number).Distinct().Count());
        // Nothing was submitted twice: Slurm knows these jobs and no others.
        var known = Cluster.Slurm("squeue", "-h", "-r", "-o", "%F").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(known, job => Assert.Contains(job, jobs.Select(each => $"{each.Number}")));
        Assert.InRange(known.Length, 1, 13);
        IsAsAlone(study);
        Until(() => Cluster.Slurm("squeue", "-h").Length == 0, "all tasks have ended");
        Assert.Equal(12, Logs(study).Count(HasEnded));
    }

    [Fact]
    public void A_node_is_examined()
    {
        Assert.SkipWhen(Cluster.Missing is not null, Cluster.Missing ?? "");
        var answer = Plasticity("doctor", "--on", "slurm", "--folder", Folder, "--json", "--", "--nodelist=node2");
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal("node2", json.RootElement.GetProperty("machine").GetString());
        var found = json
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!);
        Assert.Equal("1", found["cores"].GetProperty("found").GetString());
        Assert.All(
            ["memory", "glibc", "write_permission", "hard_links"],
            name => Assert.True(found[name].GetProperty("ok").GetBoolean(), name)
        );
        Assert.Equal([FileOfStudy], Directory.GetFileSystemEntries(Folder));
    }
}
