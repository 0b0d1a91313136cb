using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Tunes;

/// <summary>The benchmark of tunes with a network for each tune.</summary>
[Table("memory_tunes_each", "one rule, one network a tune")]
public sealed record TunesEachRow([Spread] TuneRow Tune) : IRuleRow
{
    string IRuleRow.Rule => Tune.Rule;
}

/// <summary>The benchmark of tunes with one network for all of them.</summary>
[Table("memory_tunes_together", "one rule, one network for all tunes")]
public sealed record TunesTogetherRow([Spread] TuneRow Tune) : IRuleRow
{
    string IRuleRow.Rule => Tune.Rule;
}
