using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Evolution with covariance matrix adaptation, (μ/μ_w, λ)-CMA-ES with the default constants of Hansen 2016, The CMA evolution
/// strategy: a tutorial, arXiv:1604.00772; maximises.</summary>
internal sealed class CmaEs
{
    private readonly RandomStream _random;
    private readonly int _n;
    private readonly double[] _weights;
    private readonly double _mu,
        _cc,
        _cs,
        _c1,
        _cmu,
        _damping,
        _expected;
    private readonly double[] _pathC,
        _pathS;
    private Matrix _covariance;
    private SymmetricEigen _axes;
    private double[][] _asked = [];
    private int _generation;

    public CmaEs(double[] mean, double sigma, int population, RandomStream random)
    {
        (_random, _n, Mean, Sigma, Population) = (random, mean.Length, mean, sigma, population);
        var parents = population / 2;
        double[] raw = [.. Enumerable.Range(1, parents).Select(i => Math.Log((population + 1) / 2.0) - Math.Log(i))];
        _weights = [.. raw.Select(w => w / raw.Sum())];
        _mu = 1 / _weights.Sum(w => w * w);
        double n = _n;
        _cc = (4 + (_mu / n)) / (n + 4 + (2 * _mu / n));
        _cs = (_mu + 2) / (n + _mu + 5);
        _c1 = 2 / (((n + 1.3) * (n + 1.3)) + _mu);
        _cmu = Math.Min(1 - _c1, 2 * (_mu - 2 + (1 / _mu)) / (((n + 2) * (n + 2)) + _mu));
        _damping = 1 + (2 * Math.Max(0, Math.Sqrt((_mu - 1) / (n + 1)) - 1)) + _cs;
        _expected = Math.Sqrt(n) * (1 - (1 / (4 * n)) + (1 / (21 * n * n)));
        (_pathC, _pathS) = (new double[_n], new double[_n]);
        _covariance = Matrix.From(_n, _n, (i, j) => i == j ? 1 : 0);
        _axes = SymmetricEigen.Decompose(_covariance);
    }

    public double[] Mean { get; private set; }

    public double Sigma { get; private set; }

    public int Population { get; }

    /// <summary>The next generation.</summary>
    public double[][] Ask()
    {
        _asked = new double[Population][];
        for (var k = 0; k < Population; k++)
        {
            double[] z = [.. Enumerable.Range(0, _n).Select(i => Math.Sqrt(Math.Max(0, _axes.Values[i])) * _random.NextGaussian())];
            _asked[k] = [.. Enumerable.Range(0, _n).Select(i => Mean[i] + (Sigma * Rotated(i, z)))];
        }

        return _asked;
    }

    /// <summary>How good those were; ties keep their order.</summary>
    public void Tell(IReadOnlyList<double> fitness)
    {
        double[][] steps =
        [
            .. Enumerable
                .Range(0, Population)
                .OrderByDescending(k => fitness[k])
                .ThenBy(k => k)
                .Take(_weights.Length)
                .Select(k => _asked[k].Zip(Mean, (x, m) => (x - m) / Sigma).ToArray()),
        ];
        double[] step = [.. Enumerable.Range(0, _n).Select(i => steps.Zip(_weights, (y, w) => w * y[i]).Sum())];
        Mean = [.. Mean.Zip(step, (m, y) => m + (Sigma * y))];
        // C^(-1/2) y
        double[] along = [.. Enumerable.Range(0, _n).Select(k => Column(k, step) / Math.Sqrt(Math.Max(1e-20, _axes.Values[k])))];
        var (keepS, addS) = (1 - _cs, Math.Sqrt(_cs * (2 - _cs) * _mu));
        for (var i = 0; i < _n; i++)
        {
            _pathS[i] = (keepS * _pathS[i]) + (addS * Rotated(i, along));
        }

        var length = Math.Sqrt(_pathS.Sum(p => p * p));
        _generation++;
        var moving = length / Math.Sqrt(1 - Math.Pow(1 - _cs, 2 * _generation)) < (1.4 + (2 / (_n + 1.0))) * _expected;
        var addC = moving ? Math.Sqrt(_cc * (2 - _cc) * _mu) : 0;
        for (var i = 0; i < _n; i++)
        {
            _pathC[i] = ((1 - _cc) * _pathC[i]) + (addC * step[i]);
        }

        var keep = 1 - _c1 - _cmu + (moving ? 0 : _c1 * _cc * (2 - _cc));
        var old = _covariance;
        _covariance = Matrix.From(
            _n,
            _n,
            (i, j) => (keep * old[i, j]) + (_c1 * _pathC[i] * _pathC[j]) + (_cmu * steps.Zip(_weights, (y, w) => w * y[i] * y[j]).Sum())
        );
        _axes = SymmetricEigen.Decompose(_covariance);
        Sigma *= Math.Exp(_cs / _damping * ((length / _expected) - 1));
    }

    private double Rotated(int row, double[] along) => Enumerable.Range(0, _n).Sum(k => _axes.Vectors[row, k] * along[k]);

    private double Column(int column, double[] values) => Enumerable.Range(0, _n).Sum(i => _axes.Vectors[i, column] * values[i]);
}
