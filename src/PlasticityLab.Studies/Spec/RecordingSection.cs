using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Spec;

/// <summary>What activity of a network is kept.</summary>
public enum KeptActivity
{
    /// <summary>None.</summary>
    None,

    /// <summary>Every neuron in the replay of the first cue.</summary>
    Replay,
}

/// <summary>Of which networks something is kept.</summary>
public enum RecordedNetworks
{
    /// <summary>The one of the first seed, for each rule and condition.</summary>
    Example,

    /// <summary>Every network that is scored.</summary>
    All,
}

/// <summary>What is kept of networks over time, beside their measures. It changes no run: what is kept lies beside the run in the
/// store.</summary>
public sealed partial record RecordingSection
{
    /// <summary>The most that is kept of one network [byte]; what would be more is thinned out.</summary>
    public const double MostBytes = 64 << 20;

    private const int MostSynapses = 200,
        MostSnapshots = 1000,
        MostSamples = 1000;

    /// <summary>After which epochs all weights are kept: every N, N log-spaced (dense at the start, the first and the last epoch among them),
    /// or none. Those before training are kept as well. Block means are kept after every epoch.</summary>
    public string Weights { get; init; } = "every 5";

    /// <summary>Synapses whose weight is kept after every epoch, each [post, pre]: neurons as in W[post, pre], from 0.</summary>
    public ImmutableArray<ImmutableArray<int>> Synapses { get; init; } = [];

    /// <summary>Activity that is kept.</summary>
    public KeptActivity Activity { get; init; }

    /// <summary>The networks that are recorded: one a rule and condition, or all.</summary>
    public RecordedNetworks Networks { get; init; }

    [GeneratedRegex(@"^\s*(?:every\s+(?<every>[0-9]{1,6})|(?<log>[0-9]{1,6})\s+log-spaced|(?<none>none))\s*$")]
    private static partial Regex Spacing();

    /// <summary>What is asked of each network, thinned out to <see cref="MostBytes"/>.</summary>
    public static RecordingWish? WishOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Recording is not { } recording
            ? null
            : new(
                recording.Thinned(study),
                [.. recording.Synapses.Select(synapse => new RecordedSynapse(synapse[0], synapse[1]))],
                recording.Activity == KeptActivity.Replay ? SamplesOf(study) : 0
            );
    }

    /// <summary>What a study records and what space it takes, in sentences; told before it runs.</summary>
    public static IEnumerable<string> Told(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Recording is not { } recording)
        {
            yield break;
        }

        foreach (var sentence in recording.Sizes(study))
        {
            yield return sentence;
        }

        foreach (var inside in study.Network.Card.Inside)
        {
            yield return $"{inside}: first and last epoch of training and the first replay of each example; block means after every epoch; rates of every epoch";
        }
    }

    /// <summary>One sentence for each wish that cannot be met.</summary>
    public static IEnumerable<string> Problems(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Recording is not { } recording)
        {
            return [];
        }

        var spacing = Spacing().Match(recording.Weights);
        var problems = new List<string>();
        if (!spacing.Success || Number(spacing, "every") == 0 || Number(spacing, "log") is 0 or 1 or > MostSnapshots)
        {
            problems.Add(
                $"recording.weights must be \"every N\" epochs, \"N log-spaced\" (N from 2 to {MostSnapshots}) or \"none\", but is \"{recording.Weights}\"."
            );
        }
        else if (
            spacing.Groups["none"].Success
            && recording.Synapses.IsDefaultOrEmpty
            && recording.Activity == KeptActivity.None
            && study.Network.Card.Inside.IsDefaultOrEmpty
        )
        {
            problems.Add("recording keeps nothing: weights is none, synapses is empty and activity is none; leave recording out.");
        }

        problems.AddRange(SynapseProblems(study, recording));
        return problems;
    }

    private static IEnumerable<string> SynapseProblems(StudySpec study, RecordingSection recording)
    {
        var (n, synapses) = (study.Network.Neurons, recording.Synapses);
        if (synapses.Length > MostSynapses)
        {
            yield return $"recording.synapses must name at most {MostSynapses} synapses, but names {synapses.Length}; weights keeps all of them.";
            yield break;
        }

        var whole = true;
        for (var k = 0; k < synapses.Length; k++)
        {
            var (where, synapse) = ($"recording.synapses[{k}]", synapses[k]);
            var problem =
                synapse.Length != 2 ? $"{where} must be two neurons, [post, pre], but has {synapse.Length}."
                : synapse.Any(neuron => neuron < 0 || neuron >= n)
                    ? $"{where} must name neurons from 0 to {n - 1}, but is [{synapse[0]}, {synapse[1]}]."
                : synapse[0] == synapse[1] ? $"{where} is absent: neuron {synapse[0]} has no synapse onto itself."
                : synapses.Take(k).Any(other => other.SequenceEqual(synapse)) ? $"{where} stands twice: [{synapse[0]}, {synapse[1]}]."
                : null;
            if (problem is not null)
            {
                whole = false;
                yield return problem;
            }
        }

        foreach (var problem in whole && synapses.Length > 0 ? Absent(study, recording) : [])
        {
            yield return problem;
        }
    }

    // In sparse networks the synapses that exist are drawn with the weights; an exact 0 is one that does not.
    private static IEnumerable<string> Absent(StudySpec study, RecordingSection recording)
    {
        foreach (var condition in study.Conditions.Keys)
        {
            foreach (var seed in recording.Networks == RecordedNetworks.All ? study.Seeds.All() : study.Seeds.All().Take(1))
            {
                var drawn = Drawn(study, condition, seed);
                if (drawn is null)
                {
                    yield break; // what is wrong with the network is told by itself
                }

                if (drawn.Values.Count(w => w == 0) is var zeros && (zeros == drawn.Rows || zeros == drawn.Values.Length))
                {
                    yield break; // none lacks but those of neurons onto themselves; or no weight says anything
                }

                for (var k = 0; k < recording.Synapses.Length; k++)
                {
                    var (post, pre) = (recording.Synapses[k][0], recording.Synapses[k][1]);
                    if (drawn[post, pre] == 0)
                    {
                        yield return $"recording.synapses[{k}] is absent: in the network of seed {seed} there is no synapse from neuron {pre} to neuron {post}; name one that exists in every network that is recorded.";
                        yield break;
                    }
                }
            }
        }
    }

    private static Numerics.Matrix? Drawn(StudySpec study, string condition, ulong seed)
    {
        try
        {
            var none = new ConditionedRule(new() { Rule = "no_learning" }, OperatingPoint.Of(study.Network.Card.Readout));
            return Trained.Untrained(new Execution.StudyEntry("none", condition, none).Run(study, seed)).Network.InitialWeights;
        }
        catch (UserError)
        {
            return null;
        }
    }

    private IEnumerable<string> Sizes(StudySpec study)
    {
        var n = (double)study.Network.Neurons;
        var rules = study.Conditions.Count * study.Rules.Length;
        var (networks, each) =
            Networks == RecordedNetworks.All
                ? ((double)rules * study.Seeds.Count, $"{study.Seeds.Count} networks of each rule and condition")
                : (rules, "one network of each rule and condition");
        var (asked, kept) = (Asked(study).Length, Thinned(study).Length);
        if (asked > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"weights over time: {kept} snapshots of {n:0} x {n:0} synapses (4 bytes each) in {each}, {kept * n * n * 4 / 1048576:0.0} MiB each, {networks * kept * n * n * 4 / 1048576:0} MiB in all{(kept < asked ? $"; thinned from {asked}, since of one network at most {MostBytes / 1048576:0} MiB are kept" : "")}"
            );
        }

        if (Synapses.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Synapses.Length} synapses after each of {study.Task.Epochs} epochs in {each}, {networks * Synapses.Length * (study.Task.Epochs + 1)} rows of table recorded_synapses"
            );
        }

        if (Activity == KeptActivity.Replay)
        {
            var samples = SamplesOf(study);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"activity of the first replay: up to {samples} samples of {n:0} neurons (4 bytes each) in {each}, {networks * samples * n * 4 / 1048576:0.0} MiB in all"
            );
        }
    }

    // Epochs that are asked for, the initial weights (0) first.
    private ImmutableArray<int> Asked(StudySpec study)
    {
        var (spacing, last) = (Spacing().Match(Weights), study.Task.Epochs);
        if (Number(spacing, "every") is { } every)
        {
            return [.. Enumerable.Range(0, last + 1).Where(epoch => epoch % every == 0 || epoch == last)];
        }

        return Number(spacing, "log") is { } count ? [0, .. LogSpaced(count - 1, last)] : [];
    }

    private static IEnumerable<int> LogSpaced(int count, int last) =>
        count < 2 ? [last] : Enumerable.Range(0, count).Select(k => (int)Math.Round(Math.Pow(last, k / (count - 1.0)))).Distinct();

    // As many of them, spread evenly with the first and the last, as may be kept.
    private ImmutableArray<int> Thinned(StudySpec study)
    {
        var asked = Asked(study);
        var most = Math.Max(2, (int)(MostBytes / (4.0 * study.Network.Neurons * study.Network.Neurons)));
        return asked.Length <= most
            ? asked
            : [.. Enumerable.Range(0, most).Select(k => asked[(int)((long)k * (asked.Length - 1) / (most - 1))])];
    }

    private static int SamplesOf(StudySpec study) => Math.Clamp((int)(MostBytes / (4.0 * study.Network.Neurons)), 2, MostSamples);

    private static int? Number(Match match, string group) =>
        match.Groups[group].Success && Quantity.TryWhole(match.Groups[group].Value, out var whole, out _) ? whole : null;
}
