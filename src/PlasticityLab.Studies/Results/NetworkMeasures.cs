using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>The measures of the catalogue as columns of tables: those that <c>outcomes</c> shows first, and all others.</summary>
public static class NetworkMeasures
{
    private static readonly string[] First =
    [
        ReplayScore.Id,
        ReplayDirection.Id,
        ReplayOrder.Id,
        ReplayFidelity.Id,
        ReplayBounce.Id,
        CueHold.Id,
        ReplaySpeed.Id,
        BackwardWeight.Id,
        WithinWeight.Id,
        ForwardWeight.Id,
        WeightFlow.Id,
        WeightAsymmetry.Id,
        WeightRotation.Id,
    ];

    /// <summary>Sequence score.</summary>
    public static MeasureColumn S { get; } = Column(ReplayScore.Id);

    /// <summary>Direction.</summary>
    public static MeasureColumn D { get; } = Column(ReplayDirection.Id);

    /// <summary>Order of the replay.</summary>
    public static MeasureColumn Order { get; } = Column(ReplayOrder.Id);

    /// <summary>Share of replays that turn back at the end.</summary>
    public static MeasureColumn Bounce { get; } = Column(ReplayBounce.Id);

    /// <summary>Time that the cued item is held.</summary>
    public static MeasureColumn Hold { get; } = Column(CueHold.Id);

    /// <summary>Speed of the replay.</summary>
    public static MeasureColumn Speed { get; } = Column(ReplaySpeed.Id);

    /// <summary>L(−1).</summary>
    public static MeasureColumn Backward { get; } = Column(BackwardWeight.Id);

    /// <summary>L(0).</summary>
    public static MeasureColumn Self { get; } = Column(WithinWeight.Id);

    /// <summary>L(1).</summary>
    public static MeasureColumn Forward { get; } = Column(ForwardWeight.Id);

    /// <summary>Direction of flow of the block weights.</summary>
    public static MeasureColumn Flow { get; } = Column(WeightFlow.Id);

    /// <summary>Asymmetry of the block weights.</summary>
    public static MeasureColumn Asymmetry { get; } = Column(WeightAsymmetry.Id);

    /// <summary>Rotation in the spectrum of the block weights.</summary>
    public static MeasureColumn Rotation { get; } = Column(WeightRotation.Id);

    internal static ImmutableArray<MeasureColumn> Outcomes => [.. First.Select(Column)];

    internal static ImmutableArray<MeasureColumn> Further =>
        [.. Catalog.Of<IMeasure>().Cards.Select(card => card.Id).Except(First).Select(Column)];

    /// <summary>The measures that a study shows: those that it names, its task's score with them; all that its networks have when it names
    /// none.</summary>
    public static ImmutableArray<MeasureColumn> Of(StudySpec study) => [.. OutcomesOf(study), .. FurtherOf(study)];

    /// <summary>The measures of a study's table of outcomes.</summary>
    internal static ImmutableArray<MeasureColumn> OutcomesOf(StudySpec study) =>
        [
            .. (
                study.Measures.IsDefaultOrEmpty
                    ? First.Where(id => Has(study, id))
                    : study.Measures.Select(id => Column(id).Name).Distinct()
            )
                .Where(id => id != study.Task.Card.Score)
                .Prepend(study.Task.Card.Score)
                .Select(Column),
        ];

    /// <summary>Those of its table of further measures: none when it names what it wants.</summary>
    internal static ImmutableArray<MeasureColumn> FurtherOf(StudySpec study) =>
        study.Measures.IsDefaultOrEmpty
            ? [.. Further.Where(column => Has(study, column.Name) && column.Name != study.Task.Card.Score)]
            : [];

    internal static MeasureValues Of(ImmutableArray<MeasureColumn> columns, NetworkOutcome outcome) =>
        new(columns, [.. columns.Select(column => outcome.Of(column.Name))]);

    private static bool Has(StudySpec study, string id) => Catalog.Of<IMeasure>().Create(id).AppliesTo(study.Task);

    /// <summary>A measure by its id; null when there is none.</summary>
    public static MeasureColumn? Known(string id) => Catalog.Of<IMeasure>().Has(id) ? Column(id) : null;

    internal static MeasureColumn Column(string id)
    {
        var card = (MeasureCard)Catalog.Of<IMeasure>().CardOf(id);
        return new(card.Id, card.Unit == "1" ? "" : card.Unit, card.Meaning, card.Low, card.High)
        {
            Word = card.Id.Length == 1 ? card.Id : card.Name,
        };
    }
}
