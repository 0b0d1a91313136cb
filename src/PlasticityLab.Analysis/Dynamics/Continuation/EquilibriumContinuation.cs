using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>How far and how finely equilibria are followed.</summary>
public sealed record ContinuationOptions
{
    /// <summary>Parameter values at which equilibria are sought, both ends among them.</summary>
    public int Seeds { get; init; } = 9;

    /// <summary>Largest step of arclength; states count as they are, the parameter in tenths of its range.</summary>
    public double LargestStep { get; init; } = 0.05;

    /// <summary>Steps that one branch may take in one direction.</summary>
    public int StepBudget { get; init; } = 5000;

    /// <summary>Branches that may be followed in all.</summary>
    public int BranchBudget { get; init; } = 200;

    /// <summary>Bound on every |x_i|: a branch that passes it has left the box.</summary>
    public double Box { get; init; } = 1e3;

    /// <summary>Continuous sets of equilibria at a parameter value, each with the member by which it is followed.</summary>
    public Func<double, IEnumerable<(double[] Member, ContinuousSet Set)>> Sets { get; init; } = _ => [];
}

/// <summary>Follows all equilibria along a parameter by pseudo-arclength and names what happens on the way.</summary>
/// <remarks>
/// Keller 1977. Equilibria are sought at several parameter values, each that lies on no known branch starts a new one in both directions;
/// branch points start
/// more. Each zero eigenvalue is given to the branch-point system first and to the fold system second.
/// </remarks>
public static class EquilibriumContinuation
{
    /// <summary>All branches through the equilibria that a finder reports, and their bifurcations.</summary>
    /// <param name="family">The field at a parameter value.</param>
    /// <param name="low">Lower end of the range.</param>
    /// <param name="high">Upper end of the range.</param>
    /// <param name="equilibria">Equilibria at a parameter value.</param>
    /// <param name="options">Budgets and steps.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static BifurcationDiagram Run(
        FieldFamily family,
        double low,
        double high,
        Func<double, IReadOnlyList<double[]>> equilibria,
        ContinuationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
        {
            throw new UserError(
                $"The range of a continuation must have a lower end below its upper end, both finite, but is {low:R}:{high:R}."
            );
        }

        options ??= new ContinuationOptions();
        var units = Units.Of(family(0.5 * (low + high)));
        var scaled = units.AreGiven ? family : p => units.Of(family(p));
        var tracer = new BranchTracer(
            scaled,
            family(low).Dimension,
            low,
            high,
            options with
            {
                Box = options.Box / units.State,
            },
            cancellation
        );
        var seeds = Math.Max(2, options.Seeds);
        var values = Enumerable.Range(0, seeds).Select(k => k == seeds - 1 ? high : low + ((high - low) * k / (seeds - 1))).ToArray();
        foreach (var value in values)
        {
            foreach (var state in equilibria(value))
            {
                tracer.Follow(units.Into(state), value);
            }

            foreach (var (member, set) in options.Sets(value))
            {
                tracer.Follow(units.Into(member), value, set.Back(units.Inverse));
            }
        }

        return new BifurcationDiagram(
            low,
            high,
            units.AreGiven
                ? tracer.Branches
                :
                [
                    .. tracer.Branches.Select(branch =>
                        branch with
                        {
                            Nodes = [.. branch.Nodes.Select(node => node with { State = units.Back(node.State) })],
                        }
                    ),
                ],
            [.. tracer.Points.OrderBy(point => point.Value).Select(point => point.Back(units))],
            values
        );
    }
}
