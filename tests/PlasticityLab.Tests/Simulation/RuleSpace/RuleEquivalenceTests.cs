using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Tests.Simulation.RuleSpace;

/// <summary>Rules that theory calls equal on an experiment do the same in it, and those that it calls different do not.</summary>
public class RuleEquivalenceTests
{
    private const double Tau = 0.020,
        Dt = 0.00025;

    public static TheoryData<string> Kinds => [.. RuleEquivalence.Kinds.Select(kind => kind.Id)];

    /// <summary>Every rule is applied to activity of the kind; the effects of two rules are parallel exactly when they are in one
    /// group.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Groups_are_what_simulated_experiments_cannot_tell_apart(string id)
    {
        var kind = RuleEquivalence.Kinds.Single(kind => kind.Id == id);
        var effects = RuleEquivalence.Rules(Tau).ToDictionary(rule => rule.Id, rule => Effect(rule.Point, id));
        var groups = RuleEquivalence.Groups(kind, Tau);
        Assert.Equal(effects.Keys.Order(), groups.SelectMany(group => group.Rules).Select(rule => rule.Rule).Order());
        foreach (var group in groups)
        {
            var first = effects[group.Rules[0].Rule];
            foreach (var rule in group.Rules)
            {
                var left = effects[rule.Rule].Zip(first, (mine, its) => mine - (rule.Factor * its)).Max(Math.Abs);
                Assert.True(
                    left < 0.03 * Scale(rule.Rule),
                    $"{id}: {rule.Rule} is not {rule.Factor} times {group.Rules[0].Rule}: {left:G3}"
                );
            }
        }

        foreach (var (a, b) in Pairs([.. groups.Where(group => !group.IsNothing)]))
        {
            var (mine, its) = (effects[a.Rules[0].Rule], effects[b.Rules[0].Rule]);
            var angle = mine.Zip(its, (x, y) => x * y).Sum() / (Norm(mine) * Norm(its));
            Assert.True(Math.Abs(angle) < 0.9995, $"{id}: {a.Rules[0].Rule} and {b.Rules[0].Rule} do the same");
        }

        // Of an episode of the ordinary length; the slow one lasts a hundred times as long.
        double Scale(string rule) =>
            (id == "steady" ? 100 : 1) * Effect(RuleEquivalence.Rules(Tau).Single(r => r.Id == rule).Point, "rest_to_rest").Max(Math.Abs);
    }

    [Fact]
    public void Equal_and_opposite_rules_are_named()
    {
        var rest = RuleEquivalence.Groups(RuleEquivalence.Kinds.Single(kind => kind.Id == "rest_to_rest"));
        var (compass, stdp, hebb) = (Of("compass"), Of("rate_stdp"), Of("hebbian"));
        Assert.Same(compass.Group, stdp.Group); // at 90 degrees, where the catalogue has it
        Assert.Equal(compass.Factor, stdp.Factor);
        Assert.Same(hebb.Group, Of("anti_hebbian").Group);
        Assert.Equal(-hebb.Factor, Of("anti_hebbian").Factor);

        (EquivalenceGroup Group, double Factor) Of(string rule) =>
            rest.Select(group => (group, group.Rules.FirstOrDefault(same => same.Rule == rule).Factor)).Single(found => found.Factor != 0);
    }

    // What a kind of experiment sees of a rule's weights among three neurons.
    private static double[] Effect(BilinearRule rule, string kind) =>
        kind switch
        {
            "any" => [.. Weights(rule, t => Rates(t, 1)).SelectMany(w => w)],
            "rest_to_rest" => Weights(rule, t => Rates(t, 1))[^1],
            // Forwards and backwards in turn.
            "reversible" => [.. Sum(Weights(rule, t => Rates(t, 1))[^1], Weights(rule, t => Rates(t, -1))[^1], 1)],
            "direction" =>
            [
                .. Sum(
                    Weights(rule with { DecayOne = 0, DecayRate = 0, DecayRateSquared = 0 }, t => Rates(t, 1))[^1],
                    Weights(rule with { DecayOne = 0, DecayRate = 0, DecayRateSquared = 0 }, t => Rates(t, -1))[^1],
                    -1
                ),
            ],
            _ => Weights(rule, t => Rates(t / 100, 1), 100)[^1],
        };

    private static IEnumerable<double> Sum(double[] a, double[] b, int sign) => a.Zip(b, (x, y) => x + (sign * y));

    // Bumps of different height and width, at rest before 0.05 s and after 0.25 s; direction -1: backwards.
    private static double[] Rates(double t, int direction)
    {
        var s = direction > 0 ? t : 0.3 - t;
        return [Bump(s, 0.10, 0.040, 1), Bump(s, 0.13, 0.060, 0.7), Bump(s, 0.19, 0.050, 0.9)];

        static double Bump(double t, double middle, double width, double height) =>
            Math.Abs(t - middle) < width ? height * Math.Pow(Math.Cos(Math.PI * (t - middle) / (2 * width)), 2) : 0;
    }

    // The weights among the three at 60 moments of an episode of 0.3 s and 0.3 s of rest; slow: in so many times the time.
    private static double[][] Weights(BilinearRule rule, Func<double, double[]> rates, int slow = 1)
    {
        var dt = slow > 1 ? 0.002 : Dt;
        var steps = (int)Math.Round(((0.3 * slow) + 0.3) / dt);
        var r = Matrix.From(steps, 3, (t, i) => rates(t * dt)[i]);
        var change = Matrix.From(steps, 3, (t, i) => 0.010 * (rates((t + 0.5) * dt)[i] - rates((t - 0.5) * dt)[i]) / dt);
        // Weights that a decay finds something of.
        var start = Matrix.From(3, 3, (i, j) => i == j ? 0 : 0.5);
        var given = new GivenActivity(r, r) { PreChange = change, PostChange = change };
        return
        [
            .. given
                .Weights(rule, start, dt, new() { Scale = 0.01, NoSelfConnections = true })
                .Where((_, t) => (t + 1) % (steps / 60) == 0 || t == steps - 1)
                .Select(w => Matrix.Combine(1, w, -1, start).Values),
        ];
    }

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(a => a * a));

    private static IEnumerable<(EquivalenceGroup, EquivalenceGroup)> Pairs(EquivalenceGroup[] groups) =>
        groups.SelectMany((a, k) => groups.Skip(k + 1).Select(b => (a, b)));
}
