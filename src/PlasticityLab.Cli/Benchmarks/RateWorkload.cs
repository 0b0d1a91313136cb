using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The plastic rate step that all implementations compute: r ← r + h (−r + tanh(W r + I)), then the rule, with the start of the C
/// program's own generator.</summary>
internal sealed class RateWorkload<TScalar>
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private const double H = 0.1,
        DecayPlus = 0.95,
        DecayMinus = 0.9;
    private readonly PlasticMatrix<TScalar> _weights;
    private readonly NeuronSignals<TScalar> _pre = new(),
        _post = new();
    private readonly AlignedVector<TScalar> _input,
        _sum,
        _plus,
        _minus;
    private readonly bool _traces;
    private AlignedVector<TScalar> _rate,
        _next;
    private bool _pending;

    public RateWorkload(bool trace, int n, int threads = 1, ILearningRule? rule = null)
    {
        var generator = new Generator();
        var (w, r, input) = (new Matrix(n, n), new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                w[i, j] = trace ? generator.Uniform() * 2.0 / n : generator.Gaussian() * 1.5 / Math.Sqrt(n);
            }

            r[i] = 0.1 * generator.Gaussian();
            input[i] = 0.5 * generator.Gaussian();
        }

        rule ??= Built(trace, n);
        _traces = trace;
        _weights = PlasticMatrix.Create<TScalar>(
            rule,
            w,
            trace
                ? new()
                {
                    WeightMin = 0,
                    WeightMax = 2.0 / n,
                    Threads = threads,
                }
                : new() { Threads = threads }
        );
        (_rate, _next, _input, _sum, _plus, _minus) = (Of(r), new(n), Of(input), new(n), new(n), new(n));
        (_pre.Fast, _post.Fast) = (_plus, _minus);
    }

    public static ILearningRule Built(bool trace, int n) =>
        trace ? new RateStdp { Eta = 0.01 / n, AMinus = 1 } : new Oja { Eta = 0.01 / n, Alpha = 1 };

    public PlasticMatrix<TScalar> Weights => _weights;

    /// <summary>Root mean square of the activity.</summary>
    public double Check => Math.Sqrt(_rate.Span.ToArray().Select(x => double.CreateSaturating(x)).Average(x => x * x));

    public void Steps(int count)
    {
        for (var s = 0; s < count; s++)
        {
            if (_pending)
            {
                (_pre.Rate, _post.Rate) = (_rate, _rate);
                _weights.UpdateAndMultiply(1, _pre, _post, _rate, _sum);
            }
            else
            {
                _weights.Multiply(_rate, _sum);
            }

            Activate(_rate.Span, _sum.Span, _input.Span, _next.Span);
            if (_traces && _pending)
            {
                Trace(_plus.Span, _rate.Span, DecayPlus);
                Trace(_minus.Span, _rate.Span, DecayMinus);
            }

            (_rate, _next, _pending) = (_next, _rate, true);
        }
    }

    private static AlignedVector<TScalar> Of(double[] values) => new(values.Select(TScalar.CreateSaturating).ToArray().AsSpan());

    private static void Activate(Span<TScalar> rate, Span<TScalar> sum, Span<TScalar> input, Span<TScalar> next)
    {
        Blend(sum, input, sum, TScalar.One, TScalar.One);
        if (typeof(TScalar) == typeof(double))
        {
            VectorMath.Tanh(MemoryMarshal.Cast<TScalar, double>(sum), MemoryMarshal.Cast<TScalar, double>(sum));
        }
        else
        {
            VectorMath.Tanh(MemoryMarshal.Cast<TScalar, float>(sum), MemoryMarshal.Cast<TScalar, float>(sum));
        }

        Blend(rate, sum, next, TScalar.CreateSaturating(1 - H), TScalar.CreateSaturating(H));
    }

    private static void Trace(Span<TScalar> trace, Span<TScalar> rate, double decay) =>
        Blend(trace, rate, trace, TScalar.CreateSaturating(decay), TScalar.One);

    // result = a x + b y
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(Span<TScalar> x, Span<TScalar> y, Span<TScalar> result, TScalar a, TScalar b)
    {
        var k = 0;
        for (; k <= x.Length - Vector256<TScalar>.Count; k += Vector256<TScalar>.Count)
        {
            ((a * Vector256.LoadUnsafe(ref x[k])) + (b * Vector256.LoadUnsafe(ref y[k]))).StoreUnsafe(ref result[k]);
        }

        for (; k < x.Length; k++)
        {
            result[k] = (a * x[k]) + (b * y[k]);
        }
    }

    // The C program's xorshift and Box-Muller cosine, so that both start from the same numbers.
    private sealed class Generator
    {
        private ulong _state = 88172645463325252UL;

        public double Uniform()
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (_state >> 11) * (1.0 / 9007199254740992.0);
        }

        // C leaves open which factor is drawn first; gcc draws the radius first.
        public double Gaussian()
        {
            var radius = Math.Sqrt(-2 * Math.Log(Uniform() + 1e-300));
            return radius * Math.Cos(6.283185307179586 * Uniform());
        }
    }
}
