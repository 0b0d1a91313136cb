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
            "memory_tunes_each"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        yield return TuneFigure.Draw(RecordTable.Read<TuneRow>(study.Table("memory_tunes_each")), false, "memory_tunes_each");
        if (study.Table("memory_tunes_together").Rows.Count > 0)
        {
            yield return TuneFigure.Draw(RecordTable.Read<TuneRow>(study.Table("memory_tunes_together")), true, "memory_tunes_together");
        }
    }
}
