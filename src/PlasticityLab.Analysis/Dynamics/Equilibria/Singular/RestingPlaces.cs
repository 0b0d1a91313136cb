using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria.Singular;

/// <summary>The zeros that Newton runs ended in, each once: simple ones, multiple ones as one, members of a continuous set as the
/// set.</summary>
internal sealed class RestingPlaces(IVectorField field, TrappingBox box, double distinct, CancellationToken cancellation)
{
    private readonly bool _isSmooth = field is not RateNetwork { Transfer: Transfer.ThresholdLinear };
    private readonly List<SingularPoint> _points = [];
    private readonly List<int> _hits = [];
    private readonly List<ContinuousSet> _sets = [];
    private readonly List<(ContinuousSet Stretch, double[] X)> _blurs = [];

    /// <summary>The sizes by which zeros are told apart.</summary>
    public FieldScale Scale { get; } = new(field, box);

    /// <summary>Where the isolated ones are.</summary>
    public List<double[]> Zeros { get; } = [];

    /// <summary>The isolated ones.</summary>
    public IReadOnlyList<SingularPoint> Points => _points;

    /// <summary>The continuous ones.</summary>
    public IReadOnlyList<ContinuousSet> Sets => _sets;

    /// <summary>Stretches that are rounding of one multiple zero.</summary>
    public IEnumerable<ContinuousSet> Blurs => _blurs.Select(blur => blur.Stretch);

    /// <summary>How many random starts reached each isolated one.</summary>
    public IReadOnlyList<int> Hits => _hits;

    /// <summary>Adds the end of a run, polished. False: it was known. Null: it is no zero.</summary>
    public bool? Add(double[] x, double step, bool counted)
    {
        if (_sets.Exists(set => set.DistanceFrom(x) < 1e-4 * Scale.Length))
        {
            return false;
        }

        if (!(Scale.SpeedAt(x) <= 30 * Scale.Rounding(x)) && !(step <= 1e-9 * Scale.Length))
        {
            return null;
        }

        var blurred = _blurs.FindIndex(blur => blur.Stretch.DistanceFrom(x) < 1e-4 * Scale.Length);
        var (index, near) = (blurred < 0 ? -1 : Zeros.IndexOf(_blurs[blurred].X), double.IsFinite(step) ? 4 * step : 0);
        for (var k = 0; index < 0 && k < Zeros.Count; k++)
        {
            if (
                _points[k].Stretch is null
                && Linear.Distance(Zeros[k], x) < Math.Max(Math.Max(4 * _points[k].Radius, 1e-12 * Scale.Length), near)
            )
            {
                index = k;
            }
        }

        if (index < 0)
        {
            var found = SingularPoint.At(field, Scale, x);
            if (found.Kind == RestKind.Continuous)
            {
                var set = new SetTracer(field, Scale, box, cancellation).From(found);
                if (set.Kind != "segment" || !_isSmooth)
                {
                    _sets.Add(set);
                    Forget(set);
                    return true;
                }

                // Zeros of smooth fields make no segment that ends: it is a zero of high multiplicity, around which f rises so slowly (as
                // the ninth power, say) that it is rounding over a stretch that can be seen.
                found = SingularPoint.Blurred(field, Scale, set);
                x = found.X;
                if (found.Stretch is not null)
                {
                    Forget(set);
                    _blurs.Add((set, x));
                }
            }

            index = Zeros.FindIndex(zero => Linear.Distance(zero, x) < distinct * Scale.Length && Same(zero, x));
            if (index < 0)
            {
                _points.Add(found);
                _hits.Add(counted ? 1 : 0);
                Zeros.Add(found.X);
                return true;
            }
        }

        _hits[index] += counted ? 1 : 0;
        return false;
    }

    // Members of a set that were met before the set was.
    private void Forget(ContinuousSet set)
    {
        for (var k = Zeros.Count - 1; k >= 0; k--)
        {
            if (set.DistanceFrom(Zeros[k]) < 1e-4 * Scale.Length)
            {
                Zeros.RemoveAt(k);
                _points.RemoveAt(k);
                _hits.RemoveAt(k);
            }
        }
    }

    // Two simple zeros next to each other have opposite indices: with the same one they are copies.
    private bool Same(double[] a, double[] b) => Sign(a) == Sign(b);

    private int Sign(double[] x)
    {
        var j = new Matrix(x.Length, x.Length);
        field.Jacobian(x, j);
        return new Lu(j).DeterminantSign;
    }
}
