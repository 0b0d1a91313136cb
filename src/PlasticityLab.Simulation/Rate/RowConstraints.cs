using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>The slow constraints on a neuron's input weights, enforced every 50 ms whatever the rule: the cap on the positive sum and a
/// normalisation.</summary>
internal sealed class RowConstraints
{
    private readonly LearningSpec _learning;
    private readonly double[] _positive,
        _columnPositive,
        _sum,
        _absolute,
        _target,
        _caps;
    private double[]? _activity;
    private int _times;

    /// <summary>Constraints that go back to the weights before learning.</summary>
    /// <param name="learning">Which constraints there are.</param>
    /// <param name="initial">The weights as drawn: caps count from their sums.</param>
    /// <param name="held">The same as the network can hold them: a normalisation restores their sums. Where a drawn weight lies beyond its
    /// bound, restoring the drawn sum would blow up all others.</param>
    public RowConstraints(LearningSpec learning, Matrix initial, Matrix held)
    {
        _learning = learning;
        var n = initial.Rows;
        (_positive, _columnPositive, _sum, _absolute, _target) = (
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n]
        );
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var w = initial[i, j];
                _positive[i] += Math.Max(0, w);
                _columnPositive[j] += Math.Max(0, w);
                _sum[i] += held[i, j];
                _absolute[i] += Math.Abs(held[i, j]);
            }
        }

        _caps = [.. _positive.Select(sum => learning.Cap * sum)];
    }

    /// <summary>The averages that synaptic scaling goes on from.</summary>
    public void State(StateCodec codec)
    {
        codec.Value(ref _times);
        codec.Values(_target.AsSpan());
        if (_learning.Normalisation == RowNormalisation.SynapticScaling)
        {
            _activity ??= new double[_target.Length];
            codec.Values(_activity.AsSpan());
        }
    }

    /// <summary>Enforces the constraints; false when there was nothing to do, so that the recurrent input still holds.</summary>
    public bool Enforce(PlasticMatrix weights, double[] rates)
    {
        var cap = double.IsFinite(_learning.Cap);
        if (!cap && _learning.Normalisation == RowNormalisation.None)
        {
            return false;
        }

        if (cap)
        {
            weights.CapPositiveRowSums(_caps);
        }

        switch (_learning.Normalisation)
        {
            case RowNormalisation.Subtractive:
                ForEach(i => weights.NormaliseSubtractively(i, _sum[i]));
                break;
            case RowNormalisation.Divisive:
                ForEach(i => weights.NormaliseDivisively(i, _absolute[i]));
                break;
            case RowNormalisation.SynapticScaling:
                Scale(weights, rates);
                break;
            case RowNormalisation.Heterosynaptic:
                Compete(weights);
                break;
            default:
                break;
        }

        return true;
    }

    // Positive weights change by at most 1 % an enforcement towards the activity of the first second.
    private void Scale(PlasticMatrix weights, double[] rates)
    {
        _activity ??= new double[rates.Length];
        _times++;
        for (var i = 0; i < rates.Length; i++)
        {
            _activity[i] += (rates[i] - _activity[i]) / Math.Min(_times, 20);
            _target[i] = _times <= 20 ? _activity[i] : _target[i];
        }

        if (_times > 20)
        {
            ForEach(i => weights.ScalePositive(i, 1 + Math.Clamp(0.1 * (_target[i] - _activity[i]), -0.01, 0.01)));
        }
    }

    // What a row, then a column, exceeds its initial positive sum by is taken in equal parts from its positive weights.
    private void Compete(PlasticMatrix weights)
    {
        var matrix = weights.ToMatrix();
        var n = matrix.Rows;
        for (var line = 0; line < 2 * n; line++)
        {
            var (index, isRow) = (line % n, line < n);
            double W(int k) => isRow ? matrix[index, k] : matrix[k, index];
            var positive = Enumerable.Range(0, n).Where(k => W(k) > 0).ToArray();
            var excess = positive.Sum(W) - (isRow ? _positive : _columnPositive)[index];
            if (excess <= 0)
            {
                continue;
            }

            var share = excess / positive.Length;
            foreach (var k in positive)
            {
                var (i, j) = isRow ? (index, k) : (k, index);
                matrix[i, j] = Math.Max(0, matrix[i, j] - share);
            }
        }

        weights.CopyFrom(matrix);
    }

    private void ForEach(Action<int> action)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            action(i);
        }
    }
}
