using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Compiler.Wasm;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>Writes the functions of one kernel: the steps of <see cref="Rate.RateSimulation"/> and <see cref="Rate.RateBatch"/>, every sum in
/// the same order.</summary>
internal sealed class KernelWriter
{
    private const int Two = 2 * sizeof(double);
    private readonly RateNetwork _network;
    private readonly LearningSpec _learning;
    private readonly Memory _memory = new();
    private readonly Module _module = new();
    private readonly KernelArrays _at;
    private readonly int _pairs; // bytes of the neurons, rounded up to whole pairs
    private readonly bool _odd;

    public KernelWriter(
        RateNetwork network,
        LearningSpec learning,
        ImmutableArray<Trial> training,
        Assemblies assemblies,
        ulong seed,
        int longestReplay
    )
    {
        (_network, _learning) = (network, learning);
        _at = new(_memory, network, learning, training, assemblies, seed, longestReplay);
        _pairs = (network.Units + 1) / 2 * Two;
        _odd = network.Units % 2 != 0;
    }

    private int N => _network.Units;

    public Kernel Write()
    {
        var noise = new NoiseWriter(_module);
        var update = new UpdateWriter(_network, _learning, _memory, _at);
        var multiply = _module.Add(update.Multiply());
        var pass = update.Moves ? _module.Add(update.Pass()) : multiply;
        var enforce = _module.Add(new ConstraintWriter(_network, _learning, _at).Enforce());
        _module.Add(Draw(noise.Fill));
        _module.Add(Begin());
        _module.Add(Step(noise.Fill, multiply, pass, enforce));
        _module.Add(Ask());
        _module.Add(Recall(noise.Fill));
        _module.Add(noise.Words(_memory.Array("words", 32)));
        var pages = (_memory.End + 65535) / 65536;
        return new(
            _module.ToBytes(pages),
            _memory.Image(),
            _memory.Places,
            pages,
            _at.Stride,
            _at.RecordStride,
            update.Form,
            update.Terms()
        )
        {
            Ring = _at.RingSteps,
        };
    }

    // W_ij = g N(0,1)/√N, row after row.
    private Function Draw(int fill)
    {
        var f = new Function("draw", []);
        Rewind(f, _at.WeightStream);
        var scale = Node.Both(_network.InitialGain / Math.Sqrt(N * _network.Density));
        f.For(
            N,
            1,
            i =>
            {
                var row = f.Let((i * _at.Stride) + _at.Weights);
                f.Call(fill, row, N, _at.WeightStream.Block);
                f.For(_pairs, Two, j => f.Store(0, row + j, scale * Function.Load(Kind.F64x2, 0, row + j)));
                f.Store(0, row + (i * sizeof(double)), Node.Number(0));
                Zero(f, row, N, _at.Stride / sizeof(double));
            }
        );
        return f;
    }

    // Everything as before the first step; the weights stay, bounded, and constraints count from them.
    private Function Begin()
    {
        var f = new Function("begin", []);
        new ConstraintWriter(_network, _learning, _at).Remember(f);
        foreach (var (place, bytes) in _at.State)
        {
            f.For(bytes, Two, j => f.Store(place, j, Node.Both(0.0)));
        }

        Rewind(f, _at.TrainingStream);
        foreach (var place in new[] { _at.Position, _at.Done })
        {
            f.Store(place, 0, 0);
        }

        f.Store(_at.CapLeft, 0, _at.CapSteps);
        f.Store(_at.Largest, 0, Node.Number(0));
        f.Store(_at.Activity, 0, Node.Number(0));
        return f;
    }

    private Function Step(int fill, int multiply, int pass, int enforce)
    {
        var f = new Function("step", [Kind.I32], Kind.I32);
        var most = f.Arguments[0];
        var left = f.Let(Function.Load(Kind.I32, _at.Length, 0) - Function.Load(Kind.I32, _at.Position, 0));
        f.If(left < most, () => f.Set(most, left));
        var (dt, network) = (_network.TimeStep, _network);
        var gain = f.Let(Function.LoadBoth(_at.Gain, 0));
        var sigma = f.Let(Function.LoadBoth(_at.NoiseSd, 0));
        var adapting = f.Let(Function.LoadBoth(_at.Adaptation, 0));
        var transfer = Series.Transfer(network.Neuron)!;
        f.For(
            most,
            1,
            _ =>
            {
                var position = f.Let(Function.Load(Kind.I32, _at.Position, 0));
                Record(f, _at.Ring, f.Let(Function.Load(Kind.I32, _at.Done, 0) & (_at.RingSteps - 1)), _at.Rates);
                var total = Total(f, _at.Rates);
                Watch(f, total);
                Noise(f, fill, _at.TrainingStream, _at.Noise);
                var inhibition = f.Let(Excess(_at.Inhibition, total).Splat());
                Each(
                    f,
                    j =>
                        f.Store(
                            _at.Input,
                            j,
                            (gain * (At(_at.Recurrent, j) - inhibition)) + (sigma * At(_at.Noise, j)) - (adapting * At(_at.Adapted, j))
                        )
                );
                Drive(f, Function.LoadShort(_at.Schedule, position + position), _at.Input);
                Each(f, j => f.Store(_at.Change, j, transfer(At(_at.Input, j)) - At(_at.Rates, j)));
                Idle(f, _at.Change);
                Each(
                    f,
                    j =>
                    {
                        f.Store(_at.Next, j, At(_at.Rates, j) + (Node.Both(dt / network.Tau) * At(_at.Change, j)));
                        f.Store(
                            _at.Adapted,
                            j,
                            At(_at.Adapted, j) + (Node.Both(dt / network.AdaptationTau) * (At(_at.Rates, j) - At(_at.Adapted, j)))
                        );
                    }
                );
                f.If(Function.Load(Kind.I32, _at.Learns, 0), () => f.Call(pass), () => f.Call(multiply));
                Traces(f);
                Each(f, j => f.Store(_at.Rates, j, At(_at.Next, j)));
                f.Store(_at.Position, 0, position + 1);
                f.Store(_at.Done, 0, Function.Load(Kind.I32, _at.Done, 0) + 1);
                f.Store(_at.CapLeft, 0, Function.Load(Kind.I32, _at.CapLeft, 0) - 1);
                f.If(
                    Function.Load(Kind.I32, _at.CapLeft, 0).Not(),
                    () =>
                    {
                        f.Store(_at.CapLeft, 0, _at.CapSteps);
                        if (_at.Constrains)
                        {
                            f.Call(enforce);
                            Each(f, j => f.Store(_at.Next, j, At(_at.Rates, j)));
                            f.Call(multiply);
                        }
                    }
                );
            }
        );
        f.Return(most);
        return f;
    }

    // A replay begins from rest; the weights are turned round, so that receivers lie side by side.
    private Function Ask()
    {
        var f = new Function("ask", []);
        foreach (var place in new[] { _at.RecallRates, _at.RecallAdapted, _at.RecallNoise })
        {
            f.For(_pairs, Two, j => f.Store(place, j, Node.Both(0.0)));
        }

        Rewind(f, _at.RecallStream);
        f.Store(_at.RecallPosition, 0, 0);
        f.For(
            N,
            1,
            i =>
            {
                var (row, column) = (f.Let((i * _at.Stride) + _at.Weights), f.Let((i * sizeof(double)) + _at.Turned));
                f.For(N, 1, j => f.Store(0, column + (j * _at.TurnedStride), Function.Load(Kind.F64, 0, row + (j * sizeof(double)))));
            }
        );
        return f;
    }

    private Function Recall(int fill)
    {
        var f = new Function("recall", [Kind.I32], Kind.I32);
        var most = f.Arguments[0];
        var left = f.Let(Function.Load(Kind.I32, _at.RecallLength, 0) - Function.Load(Kind.I32, _at.RecallPosition, 0));
        f.If(left < most, () => f.Set(most, left));
        var gain = f.Let(Function.LoadBoth(_at.RecallGain, 0));
        var sigma = f.Let(Function.LoadBoth(_at.NoiseSd, 0));
        var adapting = f.Let(Function.LoadBoth(_at.Adaptation, 0));
        var transfer = Series.Transfer(_network.Neuron)!;
        f.For(
            most,
            1,
            _ =>
            {
                var position = f.Let(Function.Load(Kind.I32, _at.RecallPosition, 0));
                Record(f, _at.Replay, position, _at.RecallRates);
                Chains(f);
                var inhibition = f.Let(Excess(_at.RecallInhibition, Total(f, _at.RecallRates)).Splat());
                Noise(f, fill, _at.RecallStream, _at.RecallNoise);
                Each(
                    f,
                    j =>
                        f.Store(
                            _at.RecallInput,
                            j,
                            (gain * At(_at.RecallInput, j))
                                - inhibition
                                + (sigma * At(_at.RecallNoise, j))
                                - (adapting * At(_at.RecallAdapted, j))
                        )
                );
                f.If(
                    Function.Load(Kind.I32, _at.CueFrom, 0) < (position + 1),
                    () =>
                        f.If(
                            position < Function.Load(Kind.I32, _at.CueTo, 0),
                            () => Drive(f, Function.Load(Kind.I32, _at.CueItem, 0), _at.RecallInput)
                        )
                );
                Each(
                    f,
                    j =>
                    {
                        var r = At(_at.RecallRates, j);
                        f.Store(
                            _at.RecallAdapted,
                            j,
                            At(_at.RecallAdapted, j)
                                + (Node.Both(_network.TimeStep / _network.AdaptationTau) * (r - At(_at.RecallAdapted, j)))
                        );
                        f.Store(
                            _at.RecallRates,
                            j,
                            r + (Node.Both(_network.TimeStep / _network.Tau) * (transfer(At(_at.RecallInput, j)) - r))
                        );
                    }
                );
                Idle(f, _at.RecallRates);
                f.Store(_at.RecallPosition, 0, position + 1);
            }
        );
        f.Return(most);
        return f;
    }

    // W r, each entry one chain from the first sender to the last, eight receivers side by side.
    private void Chains(Function f) =>
        f.For(
            _at.TurnedStride,
            4 * Two,
            i =>
            {
                var sums = Enumerable.Range(0, 4).Select(_ => f.Let(Node.Both(0.0))).ToArray();
                var column = f.Let(i + _at.Turned);
                f.For(
                    N * sizeof(double),
                    sizeof(double),
                    j =>
                    {
                        var r = f.Let(Function.LoadBoth(_at.RecallRates, j));
                        for (var k = 0; k < sums.Length; k++)
                        {
                            f.Set(sums[k], (Function.Load(Kind.F64x2, k * Two, column) * r) + sums[k]);
                        }

                        f.Set(column, column + _at.TurnedStride);
                    }
                );
                for (var k = 0; k < sums.Length; k++)
                {
                    f.Store(_at.RecallInput + (k * Two), i, sums[k]);
                }
            }
        );

    // Σ r, from the first neuron to the last.
    private Node Total(Function f, int rates)
    {
        var total = f.Let(Node.Number(0));
        f.For(N * sizeof(double), sizeof(double), j => f.Set(total, total + Function.Load(Kind.F64, rates, j)));
        return total;
    }

    // w_I [Σr/n_A − A₀]₊
    private Node Excess(int strength, Node total) =>
        Function.Load(Kind.F64, strength, 0)
        * Node.Max(Node.Number(0), (total / Node.Number(_network.AssemblySize)) - Node.Number(_network.InhibitionThreshold));

    // Mean activity of all steps, and the largest of a neuron.
    private void Watch(Function f, Node total)
    {
        f.Store(_at.Activity, 0, Function.Load(Kind.F64, _at.Activity, 0) + (total / Node.Number(N)));
        var largest = f.Let(Node.Both(0.0));
        Each(f, j => f.Set(largest, Node.Max(largest, At(_at.Rates, j).Abs())));
        f.Store(_at.Largest, 0, Node.Max(Function.Load(Kind.F64, _at.Largest, 0), Node.Max(largest.At(0), largest.At(1))));
    }

    private void Noise(Function f, int fill, Stream stream, int noise)
    {
        var (dt, tau) = (_network.TimeStep, _network.NoiseTau);
        var (keep, add) = (PortableMath.Exp(-dt / tau), Math.Sqrt(1 - PortableMath.Exp(-2 * dt / tau)));
        f.Call(fill, _at.Fresh, N, stream.Block);
        Each(f, j => f.Store(noise, j, (Node.Both(keep) * At(noise, j)) + (Node.Both(add) * At(_at.Fresh, j))));
    }

    // Input to the neurons of an item; none below 0.
    private void Drive(Function f, Node item, int input)
    {
        var which = f.Let(item);
        f.If(
            (which < 0).Not(),
            () =>
            {
                var member = f.Let(Function.Load(Kind.I32, _at.Starts, which * sizeof(int)));
                var drive = f.Let(Function.Load(Kind.F64, _at.Drive, 0));
                f.For(
                    member,
                    Function.Load(Kind.I32, _at.Starts + sizeof(int), which * sizeof(int)),
                    sizeof(int),
                    () =>
                    {
                        var unit = f.Let(Function.Load(Kind.I32, _at.Members, member));
                        f.Store(input, unit, Function.Load(Kind.F64, input, unit) + drive);
                    }
                );
            }
        );
    }

    // With the activity at the step's start, as TraceStep has it.
    private void Traces(Function f)
    {
        foreach (var (trace, place) in _at.Traces)
        {
            var share = Node.Both(Math.Min(1, _network.TimeStep / trace.Tau));
            Each(
                f,
                j =>
                {
                    var (x, r) = (At(place, j), At(_at.Rates, j));
                    f.Store(
                        place,
                        j,
                        trace.Kind switch
                        {
                            TraceKind.Rate => x + (share * (r - x)),
                            TraceKind.RateSquared => x + (share * ((r * r) - x)),
                            _ => x + ((Node.Both(_network.TimeStep) * r) - (share * x)),
                        }
                    );
                }
            );
        }
    }

    private void Record(Function f, int place, Node row, int rates)
    {
        var start = f.Let(row * _at.RecordStride);
        Each(f, j => f.Store(place, start + j, At(rates, j)));
    }

    private void Each(Function f, Action<Node> body) => f.For(_pairs, Two, body);

    private static Node At(int place, Node index) => Function.Load(Kind.F64x2, place, index);

    // The place behind the last of an odd number of neurons stays 0.
    private void Idle(Function f, int place)
    {
        if (_odd)
        {
            f.Store(place + (N * sizeof(double)), 0, Node.Number(0));
        }
    }

    private static void Zero(Function f, Node row, int from, int to)
    {
        for (var k = from; k < to; k++)
        {
            f.Store(k * sizeof(double), row, Node.Number(0));
        }
    }

    private static void Rewind(Function f, Stream stream)
    {
        f.Store(stream.Block, 0, Node.Whole(0));
        f.Store(stream.Left, 0, 0);
    }
}
