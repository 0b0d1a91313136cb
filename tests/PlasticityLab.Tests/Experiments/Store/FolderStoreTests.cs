using System.Text;
using PlasticityLab.Experiments.Store;

namespace PlasticityLab.Tests.Experiments.Store;

public sealed class FolderStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store").FullName;

    private FolderStore Open() => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Part Made(string id, string text, string arithmetic = "512 bit") =>
        new(id, "numbers.json", Encoding.UTF8.GetBytes(text), arithmetic, "0.1.0", 0.25);

    private static string Text(Part? part) => part is null ? "none" : Encoding.UTF8.GetString(part.Bytes.Span);

    private string FileOf(string id) => Path.Combine(_folder, "parts", id[..2], id + ".numbers.json");

    [Fact]
    public void A_part_comes_back_as_it_was_put()
    {
        Assert.Equal(Publication.New, Open().Publish(Made("ab12", "{\"S\": 0.5}\nsecond line")));
        var part = Open().Find("ab12", "numbers.json")!;
        Assert.Equal("{\"S\": 0.5}\nsecond line", Text(part));
        Assert.Equal(("512 bit", "0.1.0", 0.25), (part.Arithmetic, part.Build, part.Seconds));
        Assert.Null(Open().Find("ab13", "numbers.json"));
        Assert.Null(Open().Find("ab12", "weights.npz"));
    }

    [Fact]
    public void The_first_outcome_stays_and_a_second_is_judged_by_its_arithmetic()
    {
        var store = Open();
        store.Publish(Made("ab12", "{\"S\": 0.123456789012345}"));
        Assert.Equal(Publication.Same, store.Publish(Made("ab12", "{\"S\": 0.123456789012345}", "256 bit")));
        Assert.Equal(Publication.OtherArithmetic, store.Publish(Made("ab12", "{\"S\": 0.123456789012349}", "256 bit")));
        Assert.Equal(Publication.Different, store.Publish(Made("ab12", "{\"S\": 0.123456789012349}")));
        Assert.Equal(Publication.Different, store.Publish(Made("ab12", "{\"S\": 0.1234567}", "256 bit")));
        Assert.Equal(Publication.Different, store.Publish(Made("ab12", "{\"D\": 0.123456789012345}", "256 bit")));
        Assert.Equal("{\"S\": 0.123456789012345}", Text(store.Find("ab12", "numbers.json")));
        Assert.Equal(3, store.Status().Different);
    }

    [Fact]
    public void Opening_and_asking_change_no_file()
    {
        Open().Publish(Made("ab12", "1"));
        File.WriteAllText(Path.Combine(_folder, "unfinished", "of-another"), "half");
        var before = Listing();
        var store = Open();
        _ = (store.Find("ab12"), store.Find("cd34"), store.Status(), store.Failures());
        Assert.Equal(before, Listing());
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("cut")]
    [InlineData("digit")]
    [InlineData("header")]
    [InlineData("renamed")]
    public void A_damaged_part_is_not_believed_and_is_computed_again(string how)
    {
        Open().Publish(Made("ab12", "{\"S\": 0.5}"));
        var path = FileOf("ab12");
        var bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "empty":
                bytes = [];
                break;
            case "cut":
                bytes = bytes[..^3];
                break;
            case "digit":
                bytes[^2] ^= 1;
                break;
            case "header":
                bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("512 bit", "256 bit", StringComparison.Ordinal));
                break;
            default:
                Open().Publish(Made("ab99", "{\"S\": 0.7}"));
                bytes = File.ReadAllBytes(FileOf("ab99"));
                break;
        }

        File.WriteAllBytes(path, bytes);
        var store = Open();
        Assert.Null(store.Find("ab12", "numbers.json"));
        Assert.Empty(store.Find("ab12"));
        Assert.Equal(Publication.New, store.Publish(Made("ab12", "{\"S\": 0.5}")));
        Assert.Equal("{\"S\": 0.5}", Text(store.Find("ab12", "numbers.json")));
        Assert.Equal(1, store.Status().Damaged);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("link")]
    [InlineData("remove")]
    public void A_kill_at_any_step_leaves_nothing_half_done(string step)
    {
        Assert.Throws<InvalidOperationException>(() => Stopped(step, () => Open().Publish(Made("ab12", "{\"S\": 0.5}"))));
        var found = Open().Find("ab12", "numbers.json");
        Assert.Equal(step == "remove" ? "{\"S\": 0.5}" : "none", Text(found));
        Assert.Equal(step == "remove" ? Publication.Same : Publication.New, Open().Publish(Made("ab12", "{\"S\": 0.5}")));
        Assert.Equal("{\"S\": 0.5}", Text(Open().Find("ab12", "numbers.json")));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("link")]
    [InlineData("remove")]
    public void The_same_holds_for_packs(string step)
    {
        Part[] parts = [Made("ab12", "1.5"), Made("cd34", "2.5")];
        Assert.Throws<InvalidOperationException>(() => Stopped(step, () => Open().PublishPack(parts)));
        Assert.Equal(step == "remove" ? "2.5" : "none", Text(Open().Find("cd34", "numbers.json")));
        Open().PublishPack(parts);
        Assert.Equal("1.5", Text(Open().Find("ab12", "numbers.json")));
        Assert.Equal("2.5", Text(Open().Find("cd34", "numbers.json")));
    }

    [Fact]
    public void Packs_hold_many_parts_in_one_file_and_damage_costs_one_part()
    {
        var store = Open();
        var ids = Enumerable.Range(0, 200).Select(i => $"id{i:000}").ToArray();
        store.PublishPack([.. ids.Select(id => Made(id, $"{{\"id\": \"{id}\"}}"))]);
        Assert.All(ids, id => Assert.Equal($"{{\"id\": \"{id}\"}}", Text(Open().Find(id, "numbers.json"))));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "packs")));
        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal("none", Text(Open().Find("id199", "numbers.json")));
        Assert.Equal("{\"id\": \"id198\"}", Text(Open().Find("id198", "numbers.json")));
        Assert.Equal(
            [Publication.Same, Publication.New],
            Open().PublishPack([Made("id198", "{\"id\": \"id198\"}"), Made("id199", "{\"id\": \"id199\"}")])
        );
        Assert.Equal("{\"id\": \"id199\"}", Text(Open().Find("id199", "numbers.json")));
        // One question for all, to a store that has looked before: the damaged part is found where it was stored anew.
        (string, string)[] all = [.. ids.Select(id => (id, "numbers.json")), ("id200", "numbers.json")];
        Assert.Equal([.. ids.Select(id => $"{{\"id\": \"{id}\"}}"), "none"], store.Find(all).Select(Text));

        // A pack that cannot be read is told of, unless it is known to be whole; then it is not opened.
        Assert.Equal(0, store.Status().Damaged);
        File.WriteAllText(file, "plasticity-pack 1 [{\n");
        Assert.Equal(1, store.Status().Damaged);
        Assert.Equal(0, store.Status(new HashSet<string> { Path.GetFileName(file) }).Damaged);
    }

    [Fact]
    public void A_lease_excludes_others_until_it_is_given_back_or_over()
    {
        var first = Open().TryLease("ab12", TimeSpan.FromMinutes(1));
        Assert.NotNull(first);
        Assert.Null(Open().TryLease("ab12", TimeSpan.FromMinutes(1)));
        Assert.True(first.Renew());
        first.Dispose();
        using var second = Open().TryLease("ab12", TimeSpan.FromMinutes(1));
        Assert.NotNull(second);
        Assert.False(first.Renew());
        first.Dispose();
        Assert.True(second.Renew());
    }

    // Its time is over; or it was written before the clock was put back, and would hold for a day.
    [Theory]
    [InlineData(-20)]
    [InlineData(86_400)]
    public void An_old_lease_is_taken_over_and_its_holder_cannot_remove_the_successor(int seconds)
    {
        var first = Open().TryLease("ab12", TimeSpan.FromSeconds(5))!;
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "leases", "ab12"), DateTime.UtcNow.AddSeconds(seconds));
        using var second = Open().TryLease("ab12", TimeSpan.FromSeconds(5));
        Assert.NotNull(second);
        Assert.False(first.Renew());
        first.Dispose();
        Assert.True(second.Renew());
        Assert.Null(Open().TryLease("ab12", TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Cleaning_removes_old_unfinished_files_and_nothing_else()
    {
        var store = Open();
        store.Publish(Made("ab12", "1"));
        var old = Path.Combine(_folder, "unfinished", "old");
        var young = Path.Combine(_folder, "unfinished", "young");
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-8));
        Assert.Equal(1, store.Clean(TimeSpan.FromDays(7)));
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.NotNull(store.Find("ab12", "numbers.json"));
    }

    [Fact]
    public void Failures_are_listed_until_the_job_is_done()
    {
        var store = Open();
        store.ReportFailure("ab12", "hebb, seed 3: no memory");
        Assert.Equal("hebb, seed 3: no memory", Open().Failures()["ab12"]);
        store.Publish(Made("ab12", "1"));
        Assert.Empty(Open().Failures());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("ab.cd")]
    [InlineData("ab\0")]
    public void Names_that_are_no_names_of_files_are_refused(string id)
    {
        Assert.Throws<ArgumentException>(() => Open().Publish(Made(id, "1")));
        Assert.Throws<ArgumentException>(() => Open().Find(id));
        Assert.Throws<ArgumentException>(() => Open().TryLease(id, TimeSpan.FromSeconds(1)));
    }

    private static void Stopped(string step, Action publish)
    {
        Disk.AtEachStep(at => _ = at == step ? throw new InvalidOperationException(step) : 0);
        try
        {
            publish();
        }
        finally
        {
            Disk.AtEachStep(null);
        }
    }

    private string Listing() =>
        string.Join('\n', Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
}
