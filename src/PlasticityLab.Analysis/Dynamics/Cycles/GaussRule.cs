namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The m-stage Gauss method on [0, 1]: nodes, weights, and the integrals of its Lagrange polynomials.</summary>
/// <remarks>Hairer and Wanner 1996, Solving Ordinary Differential Equations II, section IV.5: order 2m at the ends of a step, m + 1 in
/// between.</remarks>
internal sealed class GaussRule
{
    private readonly double[][] _integrals;

    public GaussRule(int stages)
    {
        Stages = stages;
        (Nodes, Weights, A, Last) = (new double[stages], new double[stages], new double[stages, stages], new double[stages]);
        for (var k = 0; k < stages; k++)
        {
            // Newton on the Legendre polynomial from Chebyshev's guess; the nodes ascend.
            var x = -Math.Cos(Math.PI * (k + 0.75) / (stages + 0.5));
            for (var round = 0; round < 50; round++)
            {
                var (value, slope) = Legendre(stages, x);
                x -= value / slope;
            }

            var (_, derivative) = Legendre(stages, x);
            (Nodes[k], Weights[k]) = (0.5 * (1 + x), 1 / ((1 - (x * x)) * derivative * derivative));
        }

        _integrals = [.. Enumerable.Range(0, stages).Select(k => Integral(k))];
        for (var i = 0; i < stages; i++)
        {
            for (var k = 0; k < stages; k++)
            {
                A[i, k] = Integral(k, Nodes[i]);
            }

            Last[i] = ((2 * stages) - 1) * Weights[i] * Legendre(stages - 1, (2 * Nodes[i]) - 1).Value;
        }
    }

    /// <summary>m.</summary>
    public int Stages { get; }

    /// <summary>c_i.</summary>
    public double[] Nodes { get; }

    /// <summary>b_i.</summary>
    public double[] Weights { get; }

    /// <summary>a_ik = ∫₀^{c_i} ℓ_k.</summary>
    public double[,] A { get; }

    /// <summary>Σ Last_i K_i is the coefficient of the highest Legendre polynomial of the interpolant of K: what is lost beyond is of its
    /// size or smaller.</summary>
    public double[] Last { get; }

    /// <summary>∫₀^θ ℓ_k.</summary>
    public double Integral(int k, double theta)
    {
        double sum = 0;
        for (var p = Stages; p >= 1; p--)
        {
            sum = (sum + _integrals[k][p]) * theta;
        }

        return sum;
    }

    /// <summary>ℓ_k(θ).</summary>
    public double Value(int k, double theta)
    {
        double sum = 0;
        for (var p = Stages; p >= 1; p--)
        {
            sum = (sum * theta) + (p * _integrals[k][p]);
        }

        return sum;
    }

    // Coefficients of ∫ ℓ_k by powers of θ.
    private double[] Integral(int k)
    {
        double[] polynomial = [1];
        for (var j = 0; j < Stages; j++)
        {
            if (j == k)
            {
                continue;
            }

            var next = new double[polynomial.Length + 1];
            for (var p = 0; p < polynomial.Length; p++)
            {
                next[p + 1] += polynomial[p] / (Nodes[k] - Nodes[j]);
                next[p] -= polynomial[p] * Nodes[j] / (Nodes[k] - Nodes[j]);
            }

            polynomial = next;
        }

        return [0, .. polynomial.Select((c, p) => c / (p + 1))];
    }

    private static (double Value, double Slope) Legendre(int n, double x)
    {
        double before = 1,
            value = n == 0 ? 1 : x;
        for (var k = 2; k <= n; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, n == 0 ? 0 : n * ((x * value) - before) / ((x * x) - 1));
    }
}
