using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>A recorded sequence and its replay.</summary>
internal sealed class MemoryEpisode : IFigure
{
    public FigureCard Card =>
        new(
            "memory_episode",
            "Episode",
            "A recorded sequence, its best replay, and every rule's rank correlation beside shuffles.",
            "memory_episode_rows"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var sequence = RecordTable.Read<EpisodeNeuron>(study.Table("memory_episode_sequence"));
        var raster = study.Table("memory_episode_activity").Rows;
        var frames = raster.Count == 0 ? 0 : 1 + (int)raster.Max(row => row.Number("frame"));
        var place = sequence.Select((neuron, at) => (neuron.Neuron, at)).ToDictionary(x => x.Neuron, x => x.at);
        var activity = new Matrix(sequence.Count, Math.Max(1, frames));
        foreach (var row in raster)
        {
            activity[place[(int)row.Number("neuron")], (int)row.Number("frame")] = row.Number("activity");
        }

        yield return EpisodeFigure.Draw(
            sequence,
            RecordTable.Read<EpisodeRow>(study.Table("memory_episode_rows")),
            RecordTable.Read<EpisodeFactor>(study.Table("memory_episode_factors")),
            frames > 0 ? activity : null,
            frames * 6 / 10
        );
    }
}
