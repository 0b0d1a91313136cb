namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>An axis-parallel box of states.</summary>
/// <param name="Low">Lower corner.</param>
/// <param name="High">Upper corner.</param>
/// <param name="IsInward">Whether the field is known to point inward on every face, so that all orbits inside stay and the indices of the
/// equilibria sum to +1 (Poincaré and Hopf).</param>
/// <param name="HoldsAllEquilibria">Whether no equilibrium can lie outside.</param>
public sealed record TrappingBox(double[] Low, double[] High, bool IsInward, bool HoldsAllEquilibria)
{
    /// <summary>Whether a state lies in the closed box, widened by a margin.</summary>
    public bool Contains(ReadOnlySpan<double> state, double margin = 0)
    {
        for (var i = 0; i < state.Length; i++)
        {
            if (!(state[i] >= Low[i] - margin && state[i] <= High[i] + margin))
            {
                return false;
            }
        }

        return true;
    }
}
