using System.Text.Json;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics;

/// <summary>Reference cases and a plain finder of equilibria (Newton from a grid) that owes nothing to the library's.</summary>
internal static class DynamicsReference
{
    public static (IDynamicalSystem System, JsonElement Json) Read(string folder, string name)
    {
        var path = TestData.Path("reference", "dynamics", folder, name + ".json");
        return (SystemFile.Read(path).System, JsonDocument.Parse(File.ReadAllText(path)).RootElement);
    }

    public static RateNetwork Tanh(int n, params double[] weights) => new(Transfer.Tanh, new Matrix(n, n, weights), new double[n]);

    public static IReadOnlyList<double[]> Equilibria(IDynamicalSystem system, int perAxis = 11)
    {
        var n = system.Dimension;
        var found = new List<double[]>();
        for (var k = 0; k < (int)Math.Pow(perAxis, n); k++)
        {
            var x = new double[n];
            for (int i = 0, rest = k; i < n; i++, rest /= perAxis)
            {
                x[i] = system.Box.Low[i] + ((system.Box.High[i] - system.Box.Low[i]) * ((rest % perAxis) + 0.5) / perAxis);
            }

            if (Newton(system, x) && !found.Any(y => Linear.Distance(x, y) < 1e-6))
            {
                found.Add(x);
            }
        }

        return found;
    }

    public static double[] Doubles(this JsonElement json) => [.. json.EnumerateArray().Select(x => x.GetDouble())];

    private static bool Newton(IVectorField field, double[] x)
    {
        var (f, jacobian) = (new double[x.Length], new Matrix(x.Length, x.Length));
        for (var round = 0; round < 60; round++)
        {
            field.Evaluate(x, f);
            field.Jacobian(x, jacobian);
            if (Linear.Solve(jacobian, Array.ConvertAll(f, v => -v)) is not { } step || Linear.Norm(step) > 50)
            {
                return false;
            }

            for (var i = 0; i < x.Length; i++)
            {
                x[i] += step[i];
            }

            if (Linear.Norm(step) < 1e-13)
            {
                return true;
            }
        }

        return false;
    }
}
