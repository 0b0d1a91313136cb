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
            typeof(EpisodeRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var sequence = study.Rows<EpisodeNeuron>();
        var raster = study.Rows<EpisodeActivityRow>();
        var frames = raster.Count == 0 ? 0 : 1 + raster.Max(row => row.Frame);
        var place = sequence.Select((neuron, at) => (neuron.Neuron, at)).ToDictionary(x => x.Neuron, x => x.at);
        var activity = new Matrix(sequence.Count, Math.Max(1, frames));
        foreach (var row in raster)
        {
            activity[place[row.Neuron], row.Frame] = row.Activity;
        }

        yield return EpisodeFigure.Draw(
            sequence,
            study.Rows<EpisodeRow>(),
            study.Rows<EpisodeFactor>(),
            frames > 0 ? activity : null,
            frames * 6 / 10,
            study.Style
        );
    }
}
