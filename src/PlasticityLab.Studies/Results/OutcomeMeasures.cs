using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The measures of the table of outcomes.</summary>
public sealed class OutcomeMeasures : IMeasureList
{
    /// <inheritdoc/>
    public ImmutableArray<MeasureColumn> Columns => NetworkMeasures.Outcomes;
}
