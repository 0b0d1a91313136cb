namespace PlasticityLab.Reproductions.Cases;

/// <summary>One rule learns persistent activity from long items with long gaps and sequences from short items with gaps near its own delay.</summary>
/// <remarks>Ten populations, τ du/dt = −u + I + W φ(u) − (w_I/n) Σ φ(u), φ(u) = clip(u, 0, 1); τ_w dW_ij/dt = W∞ − W_ij while the rate of post now or of pre a delay D ago is above 0.6,
/// W∞ = (w_max/4)(1 + tanh 10(r_i(t) − 0.7))(1 + tanh 10(r_j(t − D) − 0.7)). The parameters are those of the paper's Figs 3-4; 60 presentations. The weights compared were recomputed from the
/// paper's equations; this is a test of the phase diagram, so the tolerance is that of telling its phases apart.</remarks>
public sealed class S10PersistentOrSequential : IReproduction
{
    private const int Populations = 10, Repeats = 60;
    private const double Tau = 10, TauWeight = 400, Delay = 15.3, TimeStep = 0.1, MaxWeight = 1.5, Inhibition = 1, Stimulus = 4, Gate = 0.6, Pause = 100; // [ms]

    /// <inheritdoc/>
    public ReproductionCard Card { get; } = new("S10", "Persistent or sequential activity from one unsupervised rule", "Pereira & Brunel 2020, Front. Comput. Neurosci. 13:97, Figs 3-4", 3);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var (self, next) = Learn(30, 40, cancellation);
        yield return new("S10", "items 30 ms, gaps 40 ms: weight within a population (persistent activity)", 0.92, self, 0.1);
        yield return new("S10", "items 30 ms, gaps 40 ms: weight to the next population", 0.23, next, 0.1);
        (self, next) = Learn(6, 15, cancellation);
        yield return new("S10", "items 6 ms, gaps 15 ms: weight within a population", 0.00, self, 0.1);
        yield return new("S10", "items 6 ms, gaps 15 ms: weight to the next population (sequence)", 0.57, next, 0.1);
        (self, next) = Learn(20, 2, cancellation);
        yield return new("S10", "items 20 ms, gaps 2 ms: weight within a population", 1.49, self, 0.1);
        yield return new("S10", "items 20 ms, gaps 2 ms: weight to the next population", 1.49, next, 0.1);
    }

    /// <summary>Mean weights within populations and from each to its successor after learning.</summary>
    private static (double Self, double Next) Learn(double item, double gap, CancellationToken cancellation)
    {
        var weights = new double[Populations, Populations];
        var u = new double[Populations];
        var r = new double[Populations];
        var past = new double[(int)Math.Round(Delay / TimeStep)][];
        for (var k = 0; k < past.Length; k++)
        {
            past[k] = new double[Populations];
        }

        var period = (Populations * (item + gap)) + Pause;
        var steps = (int)Math.Round(Repeats * period / TimeStep);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var t = (step * TimeStep) % period;
            var shown = (int)(t / (item + gap)) is var k && k < Populations && t - (k * (item + gap)) < item ? k : -1;
            var before = past[step % past.Length];
            for (var i = 0; i < Populations; i++)
            {
                r[i] = Math.Clamp(u[i], 0, 1);
            }

            var inhibition = Inhibition / Populations * r.Sum();
            for (var i = 0; i < Populations; i++)
            {
                var input = (i == shown ? Stimulus : 0) - inhibition;
                for (var j = 0; j < Populations; j++)
                {
                    input += weights[i, j] * r[j];
                    if (r[i] > Gate || before[j] > Gate)
                    {
                        var goal = MaxWeight / 4 * (1 + Math.Tanh(10 * (r[i] - 0.7))) * (1 + Math.Tanh(10 * (before[j] - 0.7)));
                        weights[i, j] += TimeStep / TauWeight * (goal - weights[i, j]);
                    }
                }

                u[i] += TimeStep / Tau * (input - u[i]);
            }

            r.CopyTo(before, 0);
        }

        double self = 0, next = 0;
        for (var i = 0; i < Populations; i++)
        {
            self += weights[i, i] / Populations;
            next += i + 1 < Populations ? weights[i + 1, i] / (Populations - 1) : 0;
        }

        return (self, next);
    }
}
