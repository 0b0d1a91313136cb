using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Figures.Study;

/// <summary>Tunes replayed per rule, one network each and one for all.</summary>
internal sealed class MemoryTunes : IFigure
{
    public FigureCard Card =>
        new(
            "memory_tunes",
            "Tunes",
            "Share of tunes replayed note-perfect per rule, one network each and one for all.",
            typeof(TunesEachRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return TuneFigure.Draw([.. study.Rows<TunesEachRow>().Select(row => row.Tune)], false, "memory_tunes_each", study.Style);
        if (study.Has<TunesTogetherRow>())
        {
            yield return TuneFigure.Draw(
                [.. study.Rows<TunesTogetherRow>().Select(row => row.Tune)],
                true,
                "memory_tunes_together",
                study.Style
            );
        }
    }
}
