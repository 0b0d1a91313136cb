using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Rate;

/// <summary>The slow constraints on a neuron's input weights, enforced every 50 ms whatever the rule: the cap on the positive sum and a normalisation.</summary>
internal sealed class RowConstraints
{
    private readonly LearningSpec _learning;
    private readonly double[] _positive, _columnPositive, _sum, _absolute, _target;
    private double[]? _activity;
    private int _times;

    public RowConstraints(RateNetworkSpec network, LearningSpec learning, Matrix initial)
    {
        _learning = learning;
        var n = network.Units;
        (_positive, _columnPositive, _sum, _absolute, _target) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var w = initial[i, j];
                _positive[i] += Math.Max(0, w);
                _columnPositive[j] += Math.Max(0, w);
                _sum[i] += w;
                _absolute[i] += Math.Abs(w);
            }
        }
    }

    /// <summary>Enforces the constraints; false when there was nothing to do, so that the recurrent input still holds.</summary>
    public bool Enforce(PlasticWeights weights, double[] rates)
    {
        var cap = double.IsFinite(_learning.Cap);
        if (!cap && _learning.Normalisation == RowNormalisation.None)
        {
            return false;
        }

        if (cap)
        {
            weights.CapPositiveRowSums(i => _learning.Cap * _positive[i]);
        }

        switch (_learning.Normalisation)
        {
            case RowNormalisation.Subtractive:
                weights.ShiftRowSums(_sum);
                break;
            case RowNormalisation.Divisive:
                weights.ScaleAbsoluteRowSums(_absolute);
                break;
            case RowNormalisation.SynapticScaling:
                Scale(weights, rates);
                break;
            case RowNormalisation.Heterosynaptic:
                weights.Compete(_positive, _columnPositive);
                break;
            default:
                break;
        }

        return true;
    }

    // Positive weights change by at most 1 % an enforcement towards the activity of the first second.
    private void Scale(PlasticWeights weights, double[] rates)
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
            weights.ScalePositiveRows(i => 1 + Math.Clamp(0.1 * (_target[i] - _activity[i]), -0.01, 0.01));
        }
    }
}
