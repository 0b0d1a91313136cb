using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Simulation.Rate;

/// <summary>One question to a trained rate network: what it does in a trial from rest, with its weights frozen.</summary>
/// <param name="Trial">What it hears.</param>
/// <param name="From">From when on it is observed [s].</param>
/// <param name="Noise">Which noise stream.</param>
/// <param name="Inhibition">w_I, inhibition [1].</param>
/// <param name="Gain">γ, factor on the recurrent weights [1].</param>
public sealed record RateProbe(Trial Trial, double From, int Noise, double Inhibition, double Gain)
{
    /// <summary>A task's probe at an operating point.</summary>
    public static RateProbe Of(Probe probe, double inhibition, double gain)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return new(probe.Trial, probe.From, probe.Noise, inhibition, gain);
    }
}
