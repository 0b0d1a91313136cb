using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Intervals;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Systems;

public class SystemFileTests
{
    internal static IDynamicalSystem[] Examples()
    {
        var stream = new RandomStreams(5).Open(StreamPurpose.Analysis);
        Matrix Weights(int n) => Matrix.From(n, n, (_, _) => 1.3 * stream.NextGaussian());
        return
        [
            new WilsonCowan([1, 1.2, 2.8, 2, 1, 4, 6.4, 4.8, 6, 1.2, 0.8, 0.1, 0.7, 0.4]),
            new RateNetwork(Transfer.Tanh, Weights(2), [0.3, -0.2], 1.2, 0.8),
            new RateNetwork(Transfer.Tanh, Weights(7), new double[7], 1.2),
            new RateNetwork(Transfer.Logistic, Weights(2), [0.3, -0.2], 2),
            new RateNetwork(Transfer.ThresholdLinear, Weights(4), [1, 1, 1, 1]),
            FormulaSystem.Lorenz(),
            FormulaSystem.Rossler(),
            FormulaSystem.HyperRossler(),
        ];
    }

    [Fact]
    public void Every_Jacobian_agrees_with_differences()
    {
        var stream = new RandomStreams(6).Open(StreamPurpose.Analysis);
        foreach (var system in Examples())
        {
            var n = system.Dimension;
            var x = Enumerable.Range(0, n).Select(i => stream.NextDouble(system.Box.Low[i], system.Box.High[i])).ToArray();
            var (j, plus, minus) = (new Matrix(n, n), new double[n], new double[n]);
            system.Jacobian(x, j);
            for (var k = 0; k < n; k++)
            {
                const double h = 1e-5;
                var y = (double[])x.Clone();
                y[k] = x[k] + h;
                system.Evaluate(y, plus);
                y[k] = x[k] - h;
                system.Evaluate(y, minus);
                for (var i = 0; i < n; i++)
                {
                    Assert.Equal((plus[i] - minus[i]) / (2 * h), j[i, k], 1e-7 * Math.Max(1, Math.Abs(j[i, k])));
                }
            }
        }
    }

    [Fact]
    public void Interval_fields_and_Jacobians_enclose_the_values_inside_a_box()
    {
        var stream = new RandomStreams(7).Open(StreamPurpose.Analysis);
        foreach (var system in Examples().Where(system => system is IIntervalField))
        {
            var (field, n) = ((IIntervalField)system, system.Dimension);
            for (var trial = 0; trial < 50; trial++)
            {
                var width = trial == 0 ? 0 : stream.NextLogUniform(1e-8, 0.5);
                var box = Enumerable
                    .Range(0, n)
                    .Select(i => stream.NextDouble(system.Box.Low[i], system.Box.High[i]))
                    .Select(low => new Interval(low, low + width))
                    .ToArray();
                var x = box.Select(b => Math.Clamp(stream.NextDouble(b.Low, b.High), b.Low, b.High)).ToArray();
                var (f, j, fs, js) = (new double[n], new Matrix(n, n), new Interval[n], new Interval[n * n]);
                system.Evaluate(x, f);
                system.Jacobian(x, j);
                field.Evaluate(box, fs);
                field.Jacobian(box, js);
                Assert.All(Enumerable.Range(0, n), i => Assert.InRange(f[i], fs[i].Low - 4e-16, fs[i].High + 4e-16));
                Assert.All(Enumerable.Range(0, n * n), k => Assert.InRange(j.Values[k], js[k].Low - 1e-14, js[k].High + 1e-14));
            }
        }
    }

    [Theory]
    [InlineData("wilson_cowan", "wc_neuromatch_cycle.json", "wilson_cowan", 2)]
    [InlineData("tanh2", "tanh2_symmetric_biased.json", "tanh_rate", 2)]
    [InlineData("ctln", "ctln_5cycle_graph.json", "ctln", 5)]
    [InlineData("lyapunov", "lorenz63.json", "lorenz", 3)]
    [InlineData("lyapunov", "tanh_n20_a.json", "tanh_rate", 20)]
    [InlineData("fixed_points_nd", "tanh_n50_rank2.json", "tanh_rate", 50)]
    [InlineData("bifurcation_nd", "tanh_bif_n3.json", "tanh_rate", 3)]
    public void A_reference_case_is_read(string folder, string name, string model, int dimension)
    {
        var file = SystemFile.Read(TestData.Path("reference", "dynamics", folder, name));
        Assert.Equal((model, dimension), (file.System.Model, file.System.Dimension));
    }

    [Fact]
    public void Parameters_are_changed_by_name_in_a_copy()
    {
        foreach (var system in Examples())
        {
            foreach (var name in system.ParameterNames)
            {
                var changed = system.With(name, system.Parameter(name) + 0.125);
                Assert.Equal(system.Parameter(name) + 0.125, changed.Parameter(name), 1e-12);
            }

            Assert.Contains("no parameter \"gian\"", Assert.Throws<UserError>(() => system.With("gian", 1)).Message);
        }
    }

    [Theory]
    [InlineData("""{"W": [[1]]}""", "must name its model")]
    [InlineData("""{"model": "tanh_raet", "W": [[1]]}""", "Did you mean tanh_rate?")]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 2], [3]]}""", "2 x 2, but row 2 has 1.")]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 2], [3, "x"]]}""", "W[2][2] must be a finite number")]
    [InlineData(
        """{"model": "tanh_rate", "W": [[1, 2], [3, 4]], "I": [1, 2, 3]}""",
        "I must have one number for each of the 2 units, but has 3."
    )]
    [InlineData("""{"model": "tanh_rate"}""", "the weights must be given as W")]
    [InlineData("""{"model": "tanh_rate", "W_file": "nowhere.csv"}""", "no such file")]
    [InlineData("""{"model": "wilson_cowan", "parameters": {"tau_E": 1, "wEF": 2}}""", "Did you mean wE")]
    [InlineData("""{"model": "lorenz", "parameters": {"sigma": "ten"}}""", "parameters.sigma must be a finite number")]
    [InlineData("""{"model": "ctln", "edges_from_to": [[1, 9]], "n": 3}""", "two different units of 1 ... 3")]
    [InlineData("""{"model": """, "not readable JSON")]
    public void Bad_input_is_answered_with_a_sentence(string json, string expected)
    {
        var path = Path.Combine(Path.GetTempPath(), $"plasticity-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, json);
        Assert.Contains(expected, Assert.Throws<UserError>(() => SystemFile.Read(path)).Message);
        File.Delete(path);
    }
}
