using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>A thousand Izhikevich neurons with conduction delays and STDP: rates, and weights that split into weak and strong.</summary>
/// <remarks>
/// The author's own scheme: traces are set, not summed; changes collect in a derivative that acts once a second; all excitatory outputs
/// learn. It differs from every rule of the laboratory in that buffer, so the case steps
/// the laboratory's neuron in a loop of its own. Short form: 60 s instead of hours. Published values are those recomputed at 1, 10 and 60
/// s,
/// with the tolerances of the settled network: 20 % on rates, 0.03 on fractions.
/// </remarks>
public sealed class S27Polychronization : IReproduction
{
    private const int Ne = 800,
        N = 1000,
        M = 100,
        D = 20;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S27", "Polychronization network: rates and bimodal weights (short form)", "Izhikevich 2006, Neural Comput. 18:245", 10);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var net = new Spnet(new RandomStreams(1).Open(StreamPurpose.Reproduction, 27));
        var rows = new List<ReproductionRow>();
        for (var second = 1; second <= 60; second++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (e, i) = net.Second();
            if (second == 1)
            {
                rows.Add(new("S27", "E rate in second 1 [Hz]", 4.9, e, 0.2 * 4.9));
                rows.Add(new("S27", "I rate in second 1 [Hz]", 17.4, i, 0.2 * 17.4));
            }

            if (second == 10)
            {
                rows.Add(new("S27", "E rate in second 10 [Hz]", 1.3, e, 0.2 * 1.3));
            }

            if (second == 60)
            {
                rows.Add(new("S27", "share of weights above 9.5 after 60 s", 0.40, net.Share(w => w > 9.5), 0.03));
                rows.Add(new("S27", "share of weights below 0.5 after 60 s", 0.08, net.Share(w => w < 0.5), 0.03));
            }
        }

        return rows;
    }

    private sealed class Spnet
    {
        private readonly int[] _target = new int[N * M];
        private readonly double[] _w = new double[N * M],
            _dw = new double[N * M];
        private readonly int[][] _into = new int[N][];
        private readonly double[] _post = new double[N]; // set to 0.12 at a spike of the receiver
        private readonly double[][] _pre = new double[N][]; // set to 0.10 at a spike of the sender, read with the delay
        private readonly List<(int Millisecond, int Neuron)> _fired = [];
        private readonly Lane1[] _v = new Lane1[N],
            _u = new Lane1[N];
        private readonly INeuron[] _cells;
        private readonly RandomStream _random;
        private int _time;

        public Spnet(RandomStream random)
        {
            _random = random;
            _cells =
            [
                .. Enumerable
                    .Range(0, N)
                    .Select(i => new Izhikevich { A = i < Ne ? 0.02 : 0.1, D = i < Ne ? 8 : 2 }.Accept(0.001, new Box())),
            ];
            var into = Enumerable.Range(0, N).Select(_ => new List<int>()).ToArray();
            for (var i = 0; i < N; i++)
            {
                var chosen = new HashSet<int>();
                for (var j = 0; j < M; j++)
                {
                    int r;
                    do
                    {
                        r = random.NextInt(i < Ne ? N : Ne);
                    } while (r == i || !chosen.Add(r));
                    _target[(i * M) + j] = r;
                    _w[(i * M) + j] = i < Ne ? 6 : -5;
                    if (i < Ne)
                    {
                        into[r].Add((i * M) + j);
                    }
                }

                (_into[i], _pre[i]) = ([], new double[1001 + D]);
                (_v[i], _u[i]) = (new(-65), new(0.2 * -65));
            }

            for (var i = 0; i < N; i++)
            {
                _into[i] = [.. into[i]];
            }
        }

        /// <summary>Delay of a synapse [ms]: five of each length for excitatory senders, one millisecond for inhibitory ones.</summary>
        private static int Delay(int synapse) => synapse < Ne * M ? 1 + (synapse % M / (M / D)) : 1;

        public double Share(Func<double, bool> test) => _w.Take(Ne * M).Count(test) / (double)(Ne * M);

        public (double E, double I) Second()
        {
            var (e, i) = (0, 0);
            for (var t = 0; t < 1000; t++, _time++)
            {
                var input = new double[N];
                input[_random.NextInt(N)] = 20;
                for (var n = 0; n < N; n++)
                {
                    if (_v[n].Value >= 30)
                    {
                        Fire(n, t);
                        (e, i) = n < Ne ? (e + 1, i) : (e, i + 1);
                    }
                }

                Deliver(t, input);
                for (var n = 0; n < N; n++)
                {
                    _cells[n].Step(ref _v[n], ref _u[n], input[n]);
                    _pre[n][t + D + 1] = 0.95 * _pre[n][t + D];
                    _post[n] *= 0.95;
                }
            }

            EndOfSecond();
            return (e / (double)Ne, i / (double)(N - Ne));
        }

        private void Fire(int n, int t)
        {
            _u[n] = _cells[n].AfterSpike(_u[n]);
            _v[n] = new(-65);
            _pre[n][t + D] = 0.10;
            _post[n] = 0.12;
            foreach (var s in _into[n])
            {
                _dw[s] += _pre[s / M][t + D - Delay(s)];
            }

            _fired.Add((_time, n));
        }

        private void Deliver(int t, double[] input)
        {
            for (var k = _fired.Count - 1; k >= 0 && _time - _fired[k].Millisecond < D; k--)
            {
                var (when, n) = _fired[k];
                var age = _time - when;
                var (first, count) = n < Ne ? ((n * M) + (age * (M / D)), M / D) : (n * M, age == 0 ? M : 0);
                for (var s = first; s < first + count; s++)
                {
                    input[_target[s]] += _w[s];
                    if (n < Ne)
                    {
                        _dw[s] -= _post[_target[s]];
                    }
                }
            }
        }

        private void EndOfSecond()
        {
            for (var n = 0; n < N; n++)
            {
                Array.Copy(_pre[n], 1000, _pre[n], 0, D + 1);
            }

            _fired.RemoveAll(x => _time - x.Millisecond > D);
            for (var s = 0; s < Ne * M; s++)
            {
                _w[s] = Math.Clamp(_w[s] + 0.01 + _dw[s], 0, 10);
                _dw[s] *= 0.9;
            }
        }
    }

    private interface INeuron
    {
        void Step(ref Lane1 v, ref Lane1 u, double input);

        Lane1 AfterSpike(Lane1 u);
    }

    private sealed class Box : INeuronVisitor<Lane1, INeuron>
    {
        public INeuron Visit<TStep>(TStep step)
            where TStep : struct, INeuronStep<Lane1> => new Boxed<TStep>(step);
    }

    private sealed class Boxed<TStep>(TStep step) : INeuron
        where TStep : struct, INeuronStep<Lane1>
    {
        public void Step(ref Lane1 v, ref Lane1 u, double input)
        {
            var (e, i) = (new Lane1(0), new Lane1(0));
            step.Advance(ref v, ref u, ref e, ref i, new(input));
        }

        public Lane1 AfterSpike(Lane1 u) => step.AfterSpike(u);
    }
}
