namespace PlasticityLab.Figures.Player;

/// <summary>Two consecutive assemblies of a trained network, everything else at rest: the system behind the phase plane of the report,
/// which a page computes again from these numbers.</summary>
/// <remarks>τ dx/dt = −x + φ(γ(L₀ x + L₋₁ y) − w_I [x + y + rest − A₀]₊ − b a), τ dy/dt = −y + φ(γ(L₀ y + L₁ x) − w_I [x + y + rest −
/// A₀]₊), φ(u) = 1/(1 + exp(−β(u − θ))). Adaptation is frozen: a in the first assembly, 0 in the second.</remarks>
/// <param name="Self">L₀, mean weight within an assembly times its size [1].</param>
/// <param name="Forward">L₁, to the next assembly [1].</param>
/// <param name="Backward">L₋₁, to the one before [1].</param>
/// <param name="Gain">γ [1].</param>
/// <param name="Inhibition">w_I [1].</param>
/// <param name="Threshold">A₀, in assemblies [1].</param>
/// <param name="Outside">Activity of all other units, in assemblies [1].</param>
/// <param name="Beta">β, slope of the transfer function [1].</param>
/// <param name="Theta">θ, its threshold [1].</param>
/// <param name="Adapted">b a, adaptation of the first assembly [1].</param>
/// <param name="Tau">τ [ms].</param>
internal sealed record TwoAssemblies(
    double Self,
    double Forward,
    double Backward,
    double Gain,
    double Inhibition,
    double Threshold,
    double Outside,
    double Beta,
    double Theta,
    double Adapted,
    double Tau
)
{
    /// <summary>Step of a course [ms], steps of a course, and how many steps apart its points are.</summary>
    internal const double Step = 0.05;

    internal const int Steps = 6000,
        Every = 20;

    /// <summary>(dx/dt, dy/dt) [1/ms].</summary>
    public (double X, double Y) Field(double x, double y) =>
        (Rate(x, (Self * x) + (Backward * y), x + y, Adapted), Rate(y, (Self * y) + (Forward * x), x + y, 0));

    /// <summary>The course from a state over 300 ms, one point a millisecond (Runge and Kutta's method of fourth order at 0.05 ms).</summary>
    public (double X, double Y)[] Course(double x, double y)
    {
        var points = new List<(double X, double Y)> { (x, y) };
        for (var step = 1; step <= Steps; step++)
        {
            var a = Field(x, y);
            var b = Field(x + (Step / 2 * a.X), y + (Step / 2 * a.Y));
            var c = Field(x + (Step / 2 * b.X), y + (Step / 2 * b.Y));
            var d = Field(x + (Step * c.X), y + (Step * c.Y));
            x += Step / 6 * (a.X + (2 * b.X) + (2 * c.X) + d.X);
            y += Step / 6 * (a.Y + (2 * b.Y) + (2 * c.Y) + d.Y);
            if (step % Every == 0)
            {
                points.Add((x, y));
            }
        }

        return [.. points];
    }

    private double Rate(double r, double recurrent, double active, double adapted) =>
        (-r + Phi((Gain * recurrent) - (Inhibition * Math.Max(0, active + Outside - Threshold)) - adapted)) / Tau;

    private double Phi(double u) => 1 / (1 + Math.Exp(Math.Clamp(-Beta * (u - Theta), -50, 50)));
}
