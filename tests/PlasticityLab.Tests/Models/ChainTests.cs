using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Models;

public class ChainTests
{
    private static readonly Chain Task = new()
    {
        Items = 4,
        Epochs = 3,
        Gap = 0.01,
        CueRepeats = 2,
    };

    private static Trial[] Heard(Chain task) => [.. task.Training(new RandomStreams(3))];

    [Fact]
    public void A_trial_is_a_silence_and_the_items_with_pauses_and_a_silence_ends_it_all()
    {
        var trials = Heard(Task);
        Assert.Equal(["epoch 1", "epoch 2", "epoch 3", "end"], trials.Select(trial => trial.Name));
        Assert.Equal([-1, 0, -1, 1, -1, 2, -1, 3], trials[0].Segments.Select(segment => segment.IsSilent ? -1 : segment.Items.Single()));
        Assert.Equal(0.1 + (4 * 0.04) + (3 * 0.01), trials[0].Segments.Sum(segment => segment.Duration), 1e-12);
        Assert.Equal([false, false, false, true], trials.Select(trial => trial.IsSilent));
        Assert.Equal(0.05, trials[^1].Segments.Single().Duration);
    }

    [Fact]
    public void A_shuffled_task_has_the_same_items_in_another_order_in_every_epoch_and_the_same_seed_the_same_orders()
    {
        static string Order(Trial trial) => string.Join(' ', trial.Segments.Where(s => !s.IsSilent).Select(s => s.Items.Single()));
        var orders = Heard(Task with { Items = 7, Shuffled = true }).SkipLast(1).Select(Order).ToArray();
        Assert.Equal(3, orders.Distinct().Count());
        Assert.All(orders, order => Assert.Equal("0 1 2 3 4 5 6", string.Join(' ', order.Split(' ').Order())));
        Assert.Equal(orders, Heard(Task with { Items = 7, Shuffled = true }).SkipLast(1).Select(Order));
    }

    [Fact]
    public void A_tune_repeats_items_and_lasts_as_long_as_its_notes()
    {
        var tune = Task with { Items = 2, Order = [0, 0, 1], Durations = [1, 1, 2], Gap = 0 };
        var segments = Heard(tune)[0].Segments;
        Assert.Equal([0.1, 0.04, 0, 0.04, 0, 0.08], segments.Select(segment => segment.Duration));
        Assert.Equal(2, tune.Probes().Count); // an item that comes twice has no one next item: no inner cues
    }

    [Fact]
    public void A_recording_is_stretched_over_the_time_of_the_items()
    {
        var segments = Heard(Task with { ArrayFile = Recording() })[0].Segments;
        Assert.Equal(2, segments.Length);
        Assert.Equal([1, 0, 0, 0], Enumerable.Range(0, 4).Select(t => segments[1].Frames![t, 0]));
        Assert.Equal(0.19, segments[1].Duration, 1e-12);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], Enumerable.Range(0, 8).Select(step => segments[1].Frame(step, 8)));
    }

    [Fact]
    public void Probes_cue_the_first_item_under_each_noise_and_then_every_inner_item_with_a_noise_of_its_own()
    {
        var probes = Task.Probes();
        Assert.Equal(["cue", "cue", "inner", "inner"], probes.Select(probe => probe.Group));
        Assert.Equal([0, 0, 1, 2], probes.Select(probe => probe.Trial.Segments[1].Items.Single()));
        Assert.Equal([0, 1, 2, 3], probes.Select(probe => probe.Noise));
        Assert.Equal([0.06, 0.04, 0.9], probes[0].Trial.Segments.Select(segment => segment.Duration));
        Assert.Equal([0.06, 0.04, 0.3], probes[3].Trial.Segments.Select(segment => segment.Duration));
        Assert.All(probes, probe => Assert.Equal(0.06, probe.From));
    }

    [Fact]
    public void Items_are_drawn_from_the_seed_alone_unless_a_recording_says_which_neurons_they_are()
    {
        Assert.Equal(Task.Draw(100, new RandomStreams(3))[2].ToArray(), Task.Draw(100, new RandomStreams(3))[2].ToArray());
        Assert.Equal([0, 4], (Task with { ArrayFile = Recording() }).Draw(100, new RandomStreams(3))[0].ToArray());
    }

    // Four frames, five neurons: one is active in each, the last with the first.
    private static string Recording()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("plasticity-test-").FullName, "recording.csv");
        File.WriteAllText(path, "2,0,0,0,1\n0,2,0,0,0\n0,0,2,0,0\n0,0,0,2,0\n");
        return path;
    }
}
