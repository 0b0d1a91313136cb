namespace PlasticityLab.Studies.Memory;

/// <summary>One unsupervised rule that learns persistent activity or sequences, depending on how long items last and how far apart they
/// come.</summary>
/// <remarks>
/// Ten populations, τ du/dt = −u + I + W φ(u) − (w_I/n) Σ φ(u), φ(u) = clip(u, 0, 1); τ_w dW_ij/dt = W∞ − W_ij while the rate of post now
/// or of pre a delay D ago is above 0.6,
/// W∞ = (w_max/4)(1 + tanh 10(r_i(t) − 0.7))(1 + tanh 10(r_j(t − D) − 0.7)). Pereira &amp; Brunel 2020, Front. Comput. Neurosci. 13:97,
/// with the parameters of their Figs 3-4.
/// </remarks>
public static class DelayedAssociation
{
    private const int Populations = 10;
    private const double Tau = 10,
        TauWeight = 400,
        TimeStep = 0.1,
        MaxWeight = 1.5,
        Inhibition = 1,
        Stimulus = 4,
        Gate = 0.6,
        Pause = 100; // [ms]

    /// <summary>D, delay at which the rule compares pre with post [ms].</summary>
    public const double Delay = 15.3;

    /// <summary>Mean weights within populations and from each to its successor after learning.</summary>
    /// <param name="item">How long each item is shown [ms].</param>
    /// <param name="gap">Silence between items [ms].</param>
    /// <param name="repeats">Presentations of the sequence.</param>
    /// <param name="cancellation">Stops.</param>
    public static (double Self, double Next) Learn(double item, double gap, int repeats = 60, CancellationToken cancellation = default)
    {
        var weights = new double[Populations, Populations];
        var (u, r, squashed) = (new double[Populations], new double[Populations], new double[Populations]);
        var past = new double[(int)Math.Round(Delay / TimeStep)][];
        for (var k = 0; k < past.Length; k++)
        {
            past[k] = new double[Populations];
        }

        var period = (Populations * (item + gap)) + Pause;
        var steps = (int)Math.Round(repeats * period / TimeStep);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var t = (step * TimeStep) % period;
            var shown = (int)(t / (item + gap)) is var k && k < Populations && t - (k * (item + gap)) < item ? k : -1;
            var before = past[step % past.Length];
            for (var i = 0; i < Populations; i++)
            {
                r[i] = Math.Clamp(u[i], 0, 1);
                squashed[i] = double.NaN; // 1 + tanh 10(r − 0.7) of pre, when it is needed
            }

            var inhibition = Inhibition / Populations * r.Sum();
            for (var i = 0; i < Populations; i++)
            {
                var input = (i == shown ? Stimulus : 0) - inhibition;
                var post = double.NaN;
                for (var j = 0; j < Populations; j++)
                {
                    input += weights[i, j] * r[j];
                    if (r[i] > Gate || before[j] > Gate)
                    {
                        post = double.IsNaN(post) ? 1 + Math.Tanh(10 * (r[i] - 0.7)) : post;
                        squashed[j] = double.IsNaN(squashed[j]) ? 1 + Math.Tanh(10 * (before[j] - 0.7)) : squashed[j];
                        weights[i, j] += TimeStep / TauWeight * ((MaxWeight / 4 * post * squashed[j]) - weights[i, j]);
                    }
                }

                u[i] += TimeStep / Tau * (input - u[i]);
            }

            r.CopyTo(before, 0);
        }

        double self = 0,
            next = 0;
        for (var i = 0; i < Populations; i++)
        {
            self += weights[i, i] / Populations;
            next += i + 1 < Populations ? weights[i + 1, i] / (Populations - 1) : 0;
        }

        return (self, next);
    }
}
