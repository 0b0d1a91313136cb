namespace PlasticityLab.Studies.Spiking;

/// <summary>What one trained spiking network showed at one operating point.</summary>
/// <param name="Inhibition">w_IE.</param>
/// <param name="Gain">γ, factor on recurrent excitation.</param>
/// <param name="S">Order × fidelity from the first cue, mean over four runs [1].</param>
/// <param name="D">P(next visit is the next item) − P(it is the one before) over inner cues [1]; NaN when they were not asked for.</param>
/// <param name="Bounce">Share of replays that reach the end and turn back [1].</param>
/// <param name="Speed">Items per 100 ms; NaN when nothing moved.</param>
public sealed record SpikingReadout(double Inhibition, double Gain, double S, double D, double Bounce, double Speed);
