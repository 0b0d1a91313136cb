using System.Collections.Immutable;
using System.Numerics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>The places of one kernel: first the control block with what may change between steps, then tables that stay, then the state,
/// last the records.</summary>
internal sealed class KernelArrays
{
    private const int LeastRing = 512,
        EndSteps = 64;

    public KernelArrays(
        Memory memory,
        RateNetwork network,
        LearningSpec learning,
        ImmutableArray<Trial> training,
        Assemblies assemblies,
        ulong seed,
        int longestReplay
    )
    {
        var n = network.Units;
        memory.Array("key", BitConverter.GetBytes(seed)); // at 0, where the noise looks for it
        short[] schedule =
        [
            .. training.SelectMany(trial =>
                trial.Segments.SelectMany(segment =>
                    Enumerable.Repeat((short)(segment.IsSilent ? -1 : segment.Items[0]), segment.Steps(network.TimeStep))
                )
            ),
        ];
        (Length, Position, Done) = (memory.Whole("length", schedule.Length), memory.Whole("position"), memory.Whole("done"));
        CapSteps = Math.Max(1, (int)Math.Round(learning.CapEvery / network.TimeStep));
        CapLeft = memory.Whole("cap_left", CapSteps);
        Constrains = double.IsFinite(learning.Cap) || learning.Normalisation != RowNormalisation.None;
        Learns = memory.Whole("learns", 1);
        Speed = memory.Real("speed", 1);
        Gain = memory.Real("gain", learning.TrainingGain);
        Inhibition = memory.Real("inhibition", network.TrainingInhibition);
        NoiseSd = memory.Real("noise_sd", network.NoiseSd);
        Adaptation = memory.Real("adaptation", network.Adaptation);
        Drive = memory.Real(
            "drive",
            training
                .SelectMany(trial => trial.Segments)
                .Where(segment => !segment.IsSilent)
                .Select(segment => segment.Drive)
                .FirstOrDefault()
        );
        (Activity, Largest) = (memory.Real("activity"), memory.Real("largest"));
        (RecallLength, RecallPosition) = (memory.Whole("recall_length", longestReplay), memory.Whole("recall_position"));
        (CueFrom, CueTo, CueItem) = (memory.Whole("cue_from"), memory.Whole("cue_to"), memory.Whole("cue_item"));
        (RecallGain, RecallInhibition) = (memory.Real("recall_gain", 1), memory.Real("recall_inhibition", network.TrainingInhibition));
        WeightStream = memory.Stream("weight_stream", StreamPurpose.InitialWeights);
        TrainingStream = memory.Stream("training_stream", StreamPurpose.TrainingNoise);
        RecallStream = memory.Stream("recall_stream", StreamPurpose.RecallNoise);
        memory.Stream("spare_stream", StreamPurpose.Patterns); // for draws of whoever runs the kernel

        var starts = Enumerable.Range(0, assemblies.Count + 1).Select(k => Enumerable.Range(0, k).Sum(item => assemblies[item].Length));
        Starts = memory.Array("starts", starts.Select(start => start * sizeof(int)));
        Members = memory.Array(
            "members",
            Enumerable.Range(0, assemblies.Count).SelectMany(item => assemblies[item].ToArray()).Select(unit => unit * sizeof(double))
        );
        Schedule = memory.Array("schedule", [.. schedule.SelectMany(BitConverter.GetBytes)]);
        AllBut = memory.Array(
            "all_but",
            [.. Enumerable.Range(0, 16).SelectMany(k => BitConverter.GetBytes(k % 5 == 0 ? 0L : -1L))] // row o: all bits but in place o
        );

        // Eight senders are multiplied side by side; rows of receivers go in fours, so three spare rows lie behind the last.
        var padded = (n + 7) / 8 * 8;
        Vector = padded * sizeof(double);
        Stride = padded * sizeof(double) % 4096 == 0 ? Vector + 64 : Vector;
        (Rates, Next, Input, Change, Recurrent, Adapted, Noise, Fresh) = (
            memory.Array("rates", Vector),
            memory.Array("next", Vector),
            memory.Array("input", Vector),
            memory.Array("change", Vector),
            memory.Array("recurrent", Vector),
            memory.Array("adapted", Vector),
            memory.Array("noise", Vector),
            memory.Array("fresh", Vector + 32)
        );
        (PreFast, PreSlow, PostFast, PostSlow) = (
            memory.Array("pre_fast", Vector),
            memory.Array("pre_slow", Vector),
            memory.Array("post_fast", Vector),
            memory.Array("post_slow", Vector)
        );
        var traces = learning.Rule.Traces;
        Traces =
        [
            .. new[]
            {
                (traces.PreFast, PreFast),
                (traces.PreSlow, PreSlow),
                (traces.PostFast, PostFast),
                (traces.PostSlow, PostSlow),
            }.Where(x => x.Item1.Kind != TraceKind.None),
        ];
        State =
        [
            .. new[] { Rates, Next, Recurrent, Adapted, Noise, PreFast, PreSlow, PostFast, PostSlow }.Select(place => (place, Vector)),
        ];
        (Caps, Sums) = (memory.Array("caps", Vector), memory.Array("sums", Vector));
        Weights = memory.Array("weights", (n + 3) * Stride);
        memory.Mark("state_end"); // what lies behind it can be computed from what lies before

        TurnedStride = Vector;
        Turned = memory.Array("turned", n * TurnedStride);
        (RecallRates, RecallInput, RecallAdapted, RecallNoise) = (
            memory.Array("recall_rates", Vector),
            memory.Array("recall_input", Vector),
            memory.Array("recall_adapted", Vector),
            memory.Array("recall_noise", Vector)
        );
        RecordStride = (n + 1) / 2 * 2 * sizeof(double);
        // A whole presentation and what rings on after it; a power of two, so that a step finds its place by a mask.
        var longest = training.Max(trial => trial.Steps(network.TimeStep));
        RingSteps = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastRing, longest + EndSteps));
        Ring = memory.Array("ring", RingSteps * RecordStride);
        Replay = memory.Array("replay", Math.Max(1, longestReplay) * RecordStride);
    }

    public int Length { get; }

    public int Position { get; }

    public int Done { get; }

    public int CapSteps { get; }

    public int CapLeft { get; }

    /// <summary>Whether anything is done to the rows every so many steps.</summary>
    public bool Constrains { get; }

    public int Learns { get; }

    /// <summary>Factor on the rule's dw/dt.</summary>
    public int Speed { get; }

    public int Gain { get; }

    public int Inhibition { get; }

    public int NoiseSd { get; }

    public int Adaptation { get; }

    public int Drive { get; }

    public int Activity { get; }

    public int Largest { get; }

    public int RecallLength { get; }

    public int RecallPosition { get; }

    public int CueFrom { get; }

    public int CueTo { get; }

    public int CueItem { get; }

    public int RecallGain { get; }

    public int RecallInhibition { get; }

    public Stream WeightStream { get; }

    public Stream TrainingStream { get; }

    public Stream RecallStream { get; }

    public int Starts { get; }

    public int Members { get; }

    public int Schedule { get; }

    public int AllBut { get; }

    /// <summary>Bytes of a padded vector.</summary>
    public int Vector { get; }

    /// <summary>Bytes from one row of weights to the next.</summary>
    public int Stride { get; }

    public int Rates { get; }

    public int Next { get; }

    public int Input { get; }

    public int Change { get; }

    public int Recurrent { get; }

    public int Adapted { get; }

    public int Noise { get; }

    public int Fresh { get; }

    public int PreFast { get; }

    public int PreSlow { get; }

    public int PostFast { get; }

    public int PostSlow { get; }

    /// <summary>The traces that the rule reads.</summary>
    public ImmutableArray<(Trace Trace, int Place)> Traces { get; }

    /// <summary>What is 0 before the first step.</summary>
    public ImmutableArray<(int Place, int Bytes)> State { get; }

    public int Caps { get; }

    public int Sums { get; }

    public int Weights { get; }

    public int Turned { get; }

    public int TurnedStride { get; }

    public int RecallRates { get; }

    public int RecallInput { get; }

    public int RecallAdapted { get; }

    public int RecallNoise { get; }

    /// <summary>Bytes from one moment of a record to the next.</summary>
    public int RecordStride { get; }

    public int Ring { get; }

    /// <summary>Steps of activity that training keeps.</summary>
    public int RingSteps { get; }

    public int Replay { get; }
}
