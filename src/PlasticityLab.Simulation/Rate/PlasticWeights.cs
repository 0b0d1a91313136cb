using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Rate;

internal abstract class PlasticWeights : IDisposable
{
    public Matrix W = null!;

    public static PlasticWeights Create(RateNetworkSpec network, LearningSpec learning, Matrix initial, Precision precision)
        => learning.Rule.Accept(new Maker(network, learning, initial));

    public Matrix ToMatrix() => W.Copy();

    public void Multiply(double[] r, double[] y) => W.Times(r).CopyTo(y, 0);

    public abstract void UpdateAndMultiply(double dt, double[] rates, double[] change, SignalTraces traces, double[] next, double[] result);

    public void CapPositiveRowSums(Func<int, double> cap)
    {
        for (var i = 0; i < W.Rows; i++)
        {
            var row = W.Row(i);
            double sum = 0;
            foreach (var w in row)
            {
                sum += Math.Max(0, w);
            }

            if (sum > cap(i))
            {
                var f = cap(i) / sum;
                for (var j = 0; j < row.Length; j++)
                {
                    row[j] = row[j] > 0 ? f * row[j] : row[j];
                }
            }
        }
    }

    public void ShiftRowSums(double[] target) => throw new NotSupportedException();

    public void ScaleAbsoluteRowSums(double[] target) => throw new NotSupportedException();

    public void Compete(double[] rows, double[] columns) => throw new NotSupportedException();

    public void ScalePositiveRows(Func<int, double> f) => throw new NotSupportedException();

    public void Dispose() { }

    private sealed class Maker(RateNetworkSpec network, LearningSpec learning, Matrix initial) : IRuleVisitor<PlasticWeights>
    {
        public PlasticWeights Visit<TRule>(TRule rule) where TRule : struct, ILearningRule<TRule> => new Of<TRule>(rule, network, learning) { W = initial.Copy() };
    }

    private sealed class Of<TRule>(TRule rule, RateNetworkSpec network, LearningSpec learning) : PlasticWeights where TRule : struct, ILearningRule<TRule>
    {
        public override void UpdateAndMultiply(double dt, double[] rates, double[] change, SignalTraces traces, double[] next, double[] result)
        {
            var scale = learning.Sign / network.AssemblySize;
            var max = learning.WeightMax / network.AssemblySize;
            for (var i = 0; i < rates.Length; i++)
            {
                var post = new Post<Lane1> { Rate = new(rates[i]), Spikes = new(rates[i]), Change = new(change[i]), Fast = new(traces.PostFast[i]), Slow = new(traces.PostSlow[i]) };
                var row = W.Row(i);
                double sum = 0;
                for (var j = 0; j < row.Length; j++)
                {
                    if (i == j)
                    {
                        continue;
                    }

                    var pre = new Pre<Lane1> { Rate = new(rates[j]), Spikes = new(rates[j]), Change = new(change[j]), Fast = new(traces.PreFast[j]), Slow = new(traces.PreSlow[j]) };
                    var w = row[j] + (dt * ((scale * rule.DwDt(pre, post, new Lane1(row[j])).Value) - (learning.Decay * row[j])));
                    w = Math.Clamp(w, -max, max);
                    row[j] = w;
                    sum += w * next[j];
                }

                result[i] = sum;
            }
        }
    }
}
