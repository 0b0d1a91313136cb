using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Lyapunov;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Lyapunov;

public class LyapunovTests
{
    [Theory]
    [InlineData("lorenz63", new[] { 1.0, 1, 20 })]
    [InlineData("rossler", new[] { 1.0, 1, 0.5 })]
    public void Three_dimensional_chaos_agrees_within_four_standard_errors(string name, double[] start)
    {
        var (system, json) = DynamicsReference.Read("lyapunov", name);
        var spectrum = AttractorSpectra.Of(system, start, new LyapunovOptions { Time = 5000 });
        Assert.NotNull(spectrum);
        Assert.Equal("chaotic", spectrum.Name);
        Assert.True(spectrum.LargestZ < 4);
        var (reference, errors) = (json.GetProperty("combined").Doubles(), json.GetProperty("combined_standard_error").Doubles());
        for (var i = 0; i < 3; i++)
        {
            var error = Math.Sqrt(Math.Pow(errors[i], 2) + Math.Pow(spectrum.StandardErrors[i], 2));
            Assert.True(
                Math.Abs(spectrum.Exponents[i] - reference[i]) < 4 * error,
                $"{name} exponent {i + 1}: {spectrum.Exponents[i]} against {reference[i]}, combined error {error}"
            );
        }

        Assert.Equal(spectrum.MethodA.MeanTrace, spectrum.MethodA.Sum, 1e-4);
        Assert.Equal(
            json.GetProperty("kaplan_yorke_dimension").GetDouble(),
            spectrum.KaplanYorkeDimension,
            5 * spectrum.MethodA.KaplanYorkeError + 1e-3
        );
    }

    [Fact]
    public void Equilibria_and_cycles_of_twenty_units_have_exact_exponents()
    {
        var (system, json) = DynamicsReference.Read("lyapunov", "tanh_n20_a");
        double[] start = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(i + 1.0))];
        foreach (var row in json.GetProperty("cases").EnumerateArray().Take(2))
        {
            var spectrum = AttractorSpectra.Of(
                system.With("g", row.GetProperty("g").GetDouble()),
                start,
                new LyapunovOptions { Time = 300, CrossCheckShare = 0 }
            );
            Assert.NotNull(spectrum);
            Assert.Equal(row.GetProperty("attractor").GetString(), spectrum.Name);
            var exact = row.GetProperty(
                    spectrum.Kind == SettledKind.Equilibrium ? "exact_exponents_real_parts_of_eigenvalues" : "exact_exponents_from_floquet"
                )
                .Doubles();
            Assert.All(exact.Zip(spectrum.Exponents), z => Assert.Equal(z.First, z.Second, 1e-6));
            Assert.Equal(-20, spectrum.MethodA.Sum, 1e-4);
            if (row.TryGetProperty("period", out var period))
            {
                Assert.Equal(period.GetDouble(), spectrum.Cycle!.Period, 1e-9);
                Assert.Equal(row.GetProperty("floquet_unresolved_below").GetDouble(), spectrum.FloquetUnresolvedBelow, 1e-6);
            }
        }
    }

    [Fact]
    public void Mirror_images_are_two_attractors_with_one_spectrum_each()
    {
        var system = DynamicsReference.Tanh(2, 1.8, 0.5, 0.5, 1.8);
        var spectra = AttractorSpectra.Run(
            system,
            [
                [0.5, 0.4],
                [-0.3, -0.6],
                [0.8, 0.9],
            ],
            new LyapunovOptions { Time = 50, Transient = 40 }
        );
        Assert.Equal([2, 1], spectra.Select(s => s.Starts));
        Assert.All(spectra, s => Assert.Equal(-0.899913302373012, s.Exponents[0], 1e-10));
        Assert.Equal(spectra[0].State[0], -spectra[1].State[0], 1e-9);
    }

    [Fact]
    public void A_wrong_Jacobian_shows_in_the_cross_check()
    {
        var options = new LyapunovOptions
        {
            Time = 400,
            Transient = 40,
            CrossCheckShare = 1,
        };
        var broken = new WrongJacobian(FormulaSystem.Lorenz());
        var a = LyapunovExponents.Benettin(broken, [1, 1, 20], options)!;
        var b = LyapunovExponents.Clones(broken, [1, 1, 20], options)!;
        Assert.True(Math.Abs(a.Exponents[0] - b.Exponents[0]) > 0.1);
    }

    [Fact]
    public void The_Kaplan_Yorke_dimension_follows_its_definition()
    {
        Assert.Equal(
            2.0621588245154685,
            LyapunovSpectrum.KaplanYorke([0.9058074514750702, 1.3068313883065747e-07, -14.572469624691731]),
            1e-6
        );
        Assert.Equal(0, LyapunovSpectrum.KaplanYorke([-0.1, -0.2]));
        Assert.Equal(1, LyapunovSpectrum.KaplanYorke([0, -0.2]));
        Assert.Equal(3, LyapunovSpectrum.KaplanYorke([0.3, 0.1, 0.0]));
    }

    [Fact]
    public void Bad_times_are_all_named_at_once()
    {
        var error = Assert.Throws<UserError>(() =>
            AttractorSpectra.Of(FormulaSystem.Lorenz(), [1, 1, 1], new LyapunovOptions { Time = -1, Batches = 1 })
        );
        Assert.Contains("time", error.Message, StringComparison.Ordinal);
        Assert.Contains("batches", error.Message, StringComparison.Ordinal);
    }

    private sealed class WrongJacobian(PlasticityLab.Analysis.Dynamics.IVectorField field) : PlasticityLab.Analysis.Dynamics.IVectorField
    {
        public int Dimension { get; } = field.Dimension;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d) => field.Evaluate(x, d);

        public void Jacobian(ReadOnlySpan<double> x, Matrix j)
        {
            field.Jacobian(x, j);
            j[1, 0] *= 0.5;
        }
    }

    [Theory]
    [InlineData(1e-26, 1)]
    [InlineData(-1e-26, 1)]
    [InlineData(-1e-9, 0)]
    public void The_dimension_does_not_hang_on_the_sign_of_rounding(double first, double dimension) =>
        Assert.Equal(dimension, LyapunovSpectrum.KaplanYorke([first, -1]), 1e-6);

    [Fact]
    public void A_sum_within_its_error_counts_as_zero()
    {
        // A torus: two zeros and a contraction, known to 1e-4 only.
        Assert.Equal(2, LyapunovSpectrum.KaplanYorke([5e-5, -1e-4, -0.7], [1e-4, 1e-4, 1e-4]), 1e-3);
        Assert.Equal(2, LyapunovSpectrum.KaplanYorke([5e-5, -5e-5, -0.7], [1e-4, 1e-4, 1e-4]), 1e-3);
        // Lorenz's values are far from their errors.
        Assert.Equal(2.062, LyapunovSpectrum.KaplanYorke([0.9056, 0, -14.5723], [1e-3, 1e-4, 1e-3]), 1e-3);
    }

    [Fact]
    public void Starts_on_one_line_of_equilibria_are_one_attractor_of_dimension_one()
    {
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [0.5, 0.5, 0.5, 0.5]), [0, 0]);
        var options = new LyapunovOptions { Time = 100, Transient = 50 };
        var spectrum = Assert.Single(
            AttractorSpectra.Run(
                network,
                [
                    [1, 2],
                    [3, 0.5],
                    [7, 8],
                ],
                options,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal((3, "continuous attractor"), (spectrum.Starts, spectrum.Name));
        Assert.Equal(0, spectrum.Exponents[0]);
        Assert.Equal(-1, spectrum.Exponents[1], 1e-12);
        Assert.Equal(1, spectrum.KaplanYorkeDimension);
    }
}
