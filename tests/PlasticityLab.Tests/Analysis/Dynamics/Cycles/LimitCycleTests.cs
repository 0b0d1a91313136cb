using System.Text.Json;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Cycles;

public class LimitCycleTests
{
    [Theory]
    [InlineData("wilson_cowan", "wc_neuromatch_cycle")]
    [InlineData("tanh2", "tanh2_rotational")]
    public void Planar_reference_cycles_have_the_reference_period_extrema_and_multiplier(string folder, string name)
    {
        var (system, json) = DynamicsReference.Read(folder, name);
        var expected = json.GetProperty("limit_cycle");
        var cycle = CycleSearch.Settle(system, [0.3, 0.2]).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(expected.GetProperty("period").GetDouble(), cycle.Period, 1e-9);
        Assert.True(cycle.AbsDiffTwoMethods < 1e-10);
        AssertExtrema(expected.GetProperty("extrema"), cycle);
        Assert.Equal(expected.GetProperty("integral_of_trace").GetDouble(), cycle.IntegralOfTrace, 1e-9);
        Assert.Equal(
            expected.GetProperty("floquet_multipliers_re_im_nontrivial")[0][0].GetDouble(),
            cycle.NontrivialMultipliers[0].Real,
            1e-11
        );
        Assert.All(expected.GetProperty("mean").Doubles().Zip(cycle.Mean), m => Assert.Equal(m.First, m.Second, 1e-9));
    }

    [Fact]
    public void Periods_close_to_a_saddle_node_on_the_cycle_agree_with_the_reference()
    {
        var (system, json) = DynamicsReference.Read("wilson_cowan", "wc_neuromatch_cycle");
        foreach (
            var row in json.GetProperty("periods_near_the_saddle_node")
                .GetProperty("rows")
                .EnumerateArray()
                .Concat(json.GetProperty("limit_cycle_family").EnumerateArray())
        )
        {
            var cycle = CycleSearch.Settle(system.With("I_ext_E", row.GetProperty("I_ext_E").GetDouble()), [0.3, 0.2]).Cycle;
            Assert.NotNull(cycle);
            Assert.Equal(row.GetProperty("period").GetDouble(), cycle.Period, 1e-9);
        }
    }

    [Fact]
    public void The_cycle_of_three_units_has_its_reference_period_and_multipliers()
    {
        var (system, json) = DynamicsReference.Read("bifurcation_nd", "tanh_bif_n3");
        var expected = json.GetProperty("stable_limit_cycles_found")[0];
        var cycle = CycleSearch.Settle(system.With("g", 1.6), expected.GetProperty("start").Doubles()).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(expected.GetProperty("period").GetDouble(), cycle.Period, 1e-9);
        Assert.All(expected.GetProperty("max").Doubles().Zip(cycle.Extrema), m => Assert.Equal(m.First, m.Second.Max, 1e-8));
        Assert.All(
            expected.GetProperty("floquet_multipliers_re_im_nontrivial").EnumerateArray().Zip(cycle.NontrivialMultipliers),
            m => Assert.Equal(m.First[0].GetDouble(), m.Second.Real, 1e-11)
        );
    }

    [Theory]
    [InlineData("ctln_3cycle")]
    [InlineData("ctln_5cycle_graph")]
    public void Threshold_linear_cycles_are_exact(string name)
    {
        var (system, json) = DynamicsReference.Read("ctln", name);
        var expected = json.GetProperty("limit_cycle");
        var cycle = CycleSearch.Settle(system, json.GetProperty("initial_state_used").Doubles()).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(expected.GetProperty("period").GetDouble(), cycle.Period, 1e-11);
        Assert.True(cycle.AbsDiffTwoMethods < 1e-11);
        AssertExtrema(expected.GetProperty("peak"), cycle);
        var pieces = expected.GetProperty("switching_sequence").EnumerateArray().ToArray();
        Assert.Equal(pieces.Length, cycle.SwitchingSequence.Count);
        Assert.Equal(
            pieces.Select(p => Math.Round(p.GetProperty("duration").GetDouble(), 10)).Order(),
            cycle.SwitchingSequence.Select(p => Math.Round(p.Duration, 10)).Order()
        );
        var order = expected.GetProperty("order_of_peaks_in_one_period").EnumerateArray().Select(x => x.GetInt32() - 1).ToArray();
        var at = cycle.OrderOfPeaks.ToList().IndexOf(order[0]);
        Assert.Equal(order, cycle.OrderOfPeaks.Skip(at).Concat(cycle.OrderOfPeaks.Take(at)));
    }

    [Theory]
    [InlineData(4, 15.1779)]
    [InlineData(6, 22.7770)]
    [InlineData(8, 30.3693)]
    public void A_cyclic_graph_of_n_units_takes_the_published_time_per_step(int n, double period)
    {
        var weights = Matrix.From(
            n,
            n,
            (i, j) =>
                i == j ? 0
                : (j + 1) % n == i ? -0.75
                : -1.5
        );
        var network = new RateNetwork(Transfer.ThresholdLinear, weights, [.. Enumerable.Repeat(1.0, n)]);
        var cycle = CycleSearch.Settle(network, [.. Enumerable.Range(0, n).Select(i => 0.3 / (i + 1))]).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(period, cycle.Period, 1e-4);
    }

    [Fact]
    public void A_slower_time_constant_stretches_the_period_and_nothing_else()
    {
        var weights = new Matrix(3, 3, [0, -1.5, -0.75, -0.75, 0, -1.5, -1.5, -0.75, 0]);
        var cycle = CycleSearch.Settle(new RateNetwork(Transfer.ThresholdLinear, weights, [1, 1, 1], 1, 2.5), [0.3, 0.1, 0.05], 250).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(2.5 * 11.243855559622345, cycle.Period, 1e-10);
        Assert.Equal(0.6706548512487306, cycle.Extrema[0].Max, 1e-11);
    }

    [Fact]
    public void Two_methods_agree_and_the_multipliers_sum_to_the_trace_for_random_rotations()
    {
        var random = new RandomStreams(3).Open(StreamPurpose.Analysis);
        for (var trial = 0; trial < 6; trial++)
        {
            var (a, b, skew) = (random.NextDouble(1.2, 1.9), random.NextDouble(0.9, 1.6), random.NextDouble(-0.2, 0.2));
            var system = DynamicsReference.Tanh(3, a, -b, 0, b, a + skew, 0, 0.3, 0.2, 0.4);
            var cycle = CycleSearch.Settle(system, [0.4, 0.1, 0]).Cycle;
            Assert.NotNull(cycle);
            Assert.True(cycle.AbsDiffTwoMethods < 1e-10, $"a {a} b {b}: {cycle.AbsDiffTwoMethods}");
            var product = cycle.NontrivialMultipliers.Aggregate(System.Numerics.Complex.One, (p, m) => p * m);
            Assert.Equal(cycle.IntegralOfTrace, Math.Log(product.Magnitude), 1e-3);
        }
    }

    [Fact]
    public void The_van_der_Pol_like_normal_form_has_its_exact_cycle()
    {
        // r' = r(1 − r²), φ' = 1: period 2π, radius 1, multiplier exp(−4π).
        var cycle = CycleSearch.Settle(new HopfNormalForm(), [0.1, 0]).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(2 * Math.PI, cycle.Period, 1e-12);
        Assert.Equal(1, cycle.Extrema[0].Max, 1e-12);
        Assert.Equal(-4 * Math.PI, cycle.IntegralOfTrace, 1e-10);
    }

    [Fact]
    public void Stable_equilibria_divergence_and_chaos_are_answers_too()
    {
        Assert.Equal(SettledKind.Equilibrium, CycleSearch.Settle(DynamicsReference.Tanh(2, 0.5, -1, 1, 0.5), [0.4, 0.1]).Kind);
        Assert.Equal(SettledKind.Diverged, CycleSearch.Settle(new Growth(), [1.0]).Kind);
        Assert.Equal(SettledKind.NotSettled, CycleSearch.Settle(FormulaSystem.Lorenz(), [1, 1, 20], 100, 3).Kind);
        // A state on a saddle is not an attractor, however slow it is.
        Assert.NotEqual(SettledKind.Equilibrium, CycleSearch.Settle(DynamicsReference.Tanh(2, 1.6, -1.2, 1.2, 1.6), [1e-7, 0], 20, 1).Kind);
    }

    private static void AssertExtrema(JsonElement expected, LimitCycle cycle)
    {
        foreach (var (row, got) in expected.EnumerateArray().Zip(cycle.Extrema))
        {
            Assert.Equal(row.GetProperty("max").GetDouble(), got.Max, 1e-8);
            Assert.Equal(row.GetProperty("min").GetDouble(), got.Min, 1e-8);
        }
    }

    private sealed class HopfNormalForm : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d)
        {
            var s = 1 - (x[0] * x[0]) - (x[1] * x[1]);
            (d[0], d[1]) = ((s * x[0]) - x[1], (s * x[1]) + x[0]);
        }

        public void Jacobian(ReadOnlySpan<double> x, Matrix j)
        {
            var s = 1 - (x[0] * x[0]) - (x[1] * x[1]);
            (j[0, 0], j[0, 1]) = (s - (2 * x[0] * x[0]), -1 - (2 * x[0] * x[1]));
            (j[1, 0], j[1, 1]) = (1 - (2 * x[0] * x[1]), s - (2 * x[1] * x[1]));
        }
    }

    private sealed class Growth : IVectorField
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d) => d[0] = x[0];

        public void Jacobian(ReadOnlySpan<double> x, Matrix j) => j[0, 0] = 1;
    }
}
