using System.Globalization;

namespace PlasticityLab.Studies.Spec;

/// <summary>What is kept of the example networks over time, one network for each rule and condition.</summary>
public sealed record RecordingSection
{
    /// <summary>Epochs between two snapshots of all weights; 0: none. Block means are kept after every epoch.</summary>
    public int WeightsEvery { get; init; } = 5;

    /// <summary>What a study records and what memory it takes, in sentences; told before it runs.</summary>
    public static IEnumerable<string> Told(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Recording is not { } recording)
        {
            yield break;
        }

        yield return recording.Weights(study);
        foreach (var inside in study.Network.Card.Inside)
        {
            yield return $"{inside}: first and last epoch of training and the first replay of each example; block means after every epoch; rates of every epoch";
        }
    }

    /// <summary>What the weights of a study will take, in a sentence; told before it runs.</summary>
    private string Weights(StudySpec study)
    {
        var n = (double)study.Network.Neurons;
        var alone = study.Controls.Count(control =>
            Names.Same(control, "no_learning") || (Names.Same(control, "oracle") && study.Rules.All(rule => rule.Name != "oracle"))
        );
        var examples = study.Conditions.Count * (study.Rules.Length + alone);
        var snapshots = WeightsEvery > 0 ? 1 + ((study.Task.Epochs + WeightsEvery - 1) / WeightsEvery) : 0;
        var each = snapshots * n * n * 4;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"weights over time: {(snapshots == 0 ? "block means only" : $"{snapshots} snapshots of {n:0} x {n:0} synapses (4 bytes each) in each of up to {examples} example networks, {each / 1048576:0.0} MiB each, {examples * each / 1048576:0} MiB in all; recording.weights_every sets how often")}"
        );
    }
}
