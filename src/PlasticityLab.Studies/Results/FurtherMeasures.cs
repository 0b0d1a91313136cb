using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The measures of the table of further measures.</summary>
public sealed class FurtherMeasures : IMeasureList
{
    /// <inheritdoc/>
    public ImmutableArray<MeasureColumn> Columns => NetworkMeasures.Further;
}
