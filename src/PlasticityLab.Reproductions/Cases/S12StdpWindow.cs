using PlasticityLab.Models.LearningRules;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>The pairing experiment on the pair rule gives back the fitted window: A₊ e^{−Δt/τ₊} and −A₋ e^{Δt/τ₋}.</summary>
/// <remarks>60 pairings at 1 Hz: neighbouring pairs are 30 time constants apart, so the window is exact to 1e-9. Time constants 16.8 and
/// 33.7 ms; the amplitudes 0.78 and 0.27 are those of all 60 pairings.</remarks>
public sealed class S12StdpWindow : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S12",
            "Window of spike timing from 60 pairings at 1 Hz",
            "Bi & Poo 1998, J. Neurosci. 18:10464; 2001, Annu. Rev. Neurosci. 24:139",
            0.1
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var rule = new PairStdp
        {
            APlus = 0.78 / 60,
            AMinus = 0.27 / 60,
            TauPlus = 0.0168,
            TauMinus = 0.0337,
        };
        foreach (var lead in new[] { 0.001, 0.005, 0.010, 0.0168, 0.040, -0.001, -0.010, -0.0337, -0.080 })
        {
            var window = lead > 0 ? 0.78 * Math.Exp(-lead / 0.0168) : -0.27 * Math.Exp(lead / 0.0337);
            yield return new("S12", $"change of the weight at {lead * 1000:0.0} ms", window, PairingProtocol.Sixty(rule, 1, lead), 1e-9);
        }
    }
}
