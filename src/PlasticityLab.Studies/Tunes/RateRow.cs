namespace PlasticityLab.Studies.Tunes;

/// <summary>What graded rates with global inhibition replay, compared with the discrete network on the same tunes. Shares are in [0,
/// 1].</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="BeatMs">Length of a beat in the replay [ms]; learning is at 40.</param>
/// <param name="Tunes">Tunes.</param>
/// <param name="Discrete">Share that the discrete network replays note-perfect.</param>
/// <param name="Rates">Share that graded rates replay note-perfect.</param>
/// <param name="RatesLow">Lower end of its 95 % Wilson interval.</param>
/// <param name="RatesHigh">Upper end.</param>
/// <param name="DiscreteBeforeError">Mean share of notes before the first wrong one, discrete.</param>
/// <param name="RatesBeforeError">The same, graded rates.</param>
public sealed record RateRow(
    string Rule,
    double BeatMs,
    int Tunes,
    double Discrete,
    double Rates,
    double RatesLow,
    double RatesHigh,
    double DiscreteBeforeError,
    double RatesBeforeError
);
