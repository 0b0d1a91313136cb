using System.Collections.Immutable;
using System.Security.Cryptography;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Live;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli.Live;

/// <summary>What a page asks of the engine of this machine: a network that is too large for a page, one with spikes, or many.</summary>
internal sealed record EngineOrder
{
    private const int Items = 8,
        LeastNeurons = 48,
        MostNeurons = 4000,
        MostNetworks = 40;

    /// <summary>Neurons that fire single spikes instead of rates.</summary>
    public bool Spikes { get; init; }

    /// <summary>The rule, by its id; of spiking networks one that the tuned study has.</summary>
    public string Rule { get; init; } = "causal_trace_hebb";

    /// <summary>N, neurons of a network of rates.</summary>
    public int Neurons { get; init; } = 1000;

    /// <summary>Presentations of the sequence; 0: as many as studies of this kind have.</summary>
    public int Presentations { get; init; }

    /// <summary>Whether neurons tire.</summary>
    public bool Adaptation { get; init; }

    /// <summary>Seed of the first network.</summary>
    public ulong Seed { get; init; } = 100;

    /// <summary>How many networks; one is shown while it learns, of several the scores are told.</summary>
    public int Networks { get; init; } = 1;

    /// <summary>The rules that spiking networks can be trained by, from their tuned values.</summary>
    public static IEnumerable<RuleCard> SpikingRules =>
        Tuned.Rules.Where(rule => !rule.Learning.IsGiven).Select(rule => RuleCatalog.Card(rule.Learning.Rule));

    private static StudySpec Tuned => EmbeddedStudy.Read("first-look-spiking.yaml").Study;

    /// <summary>The run of the first network.</summary>
    /// <exception cref="UserError">Something is unknown or out of range; one sentence each.</exception>
    public RunSpec Run()
    {
        UserError.ThrowIfAny(
            Require.All(
                !Spikes && (Neurons < LeastNeurons || Neurons > MostNeurons || Neurons % Items != 0)
                    ? $"neurons must be a multiple of {Items} from {LeastNeurons} to {MostNeurons}, but is {Neurons}."
                    : null,
                Require.Between(Presentations, 0, 200),
                Require.Between(Networks, 1, MostNetworks)
            )
        );
        var run = Spikes ? OfSpikes() : OfRates();
        UserError.ThrowIfAny(run.Network.Problems(run.Learning.ToSpec(), run.Task.AssemblySize));
        return run;
    }

    // The network of the page, only larger: the same setting for every rule.
    private RunSpec OfRates()
    {
        var experiment = new Experiment
        {
            Rule = Rule,
            AssemblySize = Neurons / Items,
            Presentations = Presentations > 0 ? Presentations : new Experiment().Presentations,
            Adaptation = Adaptation ? 1 : 0,
        };
        var learning = experiment.Learning();
        return new()
        {
            Network = experiment.Network() with { Arithmetic = Arithmetic.Fast },
            Task = experiment.Task(),
            Learning = new()
            {
                Rule = RuleCatalog.Card(Rule).Id,
                Parameters = Settings.Values(learning.Rule).ToImmutableSortedDictionary(StringComparer.Ordinal),
                WeightMax = experiment.WeightMax,
                Cap = experiment.Cap,
                TrainingGain = learning.TrainingGain,
            },
            Seed = Seed,
            Readouts = [new(2, 1)],
        };
    }

    private RunSpec OfSpikes()
    {
        var tuned = Tuned;
        if (!SpikingRules.Any(card => card.Id == Rule))
        {
            throw new UserError($"There are no values for \"{Rule}\" on spikes. {Names.Known(Rule, SpikingRules.Select(card => card.Id))}");
        }

        string[] changes = Presentations > 0 ? [$"task.epochs={Presentations}"] : [];
        var study = SpikingSequenceTrial.Create(tuned, Rule, Adaptation ? "B" : "A", Seed, changes).Study;
        var rule = study.Rules[0];
        return new StudyEntry(rule.Name, study.Conditions.Keys.First(), new(rule.Learning, rule.Point)).Run(study, Seed);
    }
}

/// <summary>The engine of this machine for the page that this host serves: it trains a network and tells what it plays after every
/// presentation, or scores several on all processors.</summary>
internal sealed class Engine : IDisposable
{
    private const int Places = 2; // orders at a time
    private readonly SemaphoreSlim _places = new(Places);

    /// <summary>What the host's own page knows, and no other.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public void Dispose() => _places.Dispose();

    /// <summary>Does an order.</summary>
    /// <param name="order">What is asked.</param>
    /// <param name="run">The run of its first network.</param>
    /// <param name="tell">Takes one line after another, never two at a time.</param>
    /// <param name="stop">The page has gone.</param>
    /// <returns>False when every place is taken.</returns>
    public async Task<bool> TryDo(EngineOrder order, RunSpec run, Func<object, Task> tell, CancellationToken stop)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, stop))
        {
            return false;
        }

        try
        {
            await (order.Networks == 1 ? Train(run, tell, stop) : Score(run, order.Networks, tell, stop));
            return true;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Runs the networks of a study on all processors and tells each when it is done.</summary>
    /// <returns>False when every place is taken.</returns>
    public async Task<bool> TryRun(IReadOnlyList<RunSpec> runs, Func<object, Task> tell, CancellationToken stop)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, stop))
        {
            return false;
        }

        try
        {
            await Each(
                runs,
                (run, result) =>
                    tell(
                        new
                        {
                            run.Seed,
                            Of = runs.Count,
                            S = result.Of(result.Score),
                            D = result.Of("D"),
                            Weights = result.Print,
                            Ended = result.Status.ToString(),
                        }
                    ),
                stop
            );
            return true;
        }
        finally
        {
            _places.Release();
        }
    }

    private static async Task Train(RunSpec run, Func<object, Task> tell, CancellationToken stop)
    {
        var (task, random, kind) = ((Chain)run.Task, new RandomStreams(run.Seed), run.Network);
        var making = new Making(
            run.Learning.ToSpec(),
            task.Draw(kind.Neurons, random),
            task.AssemblySize,
            random,
            run.Precision == "single"
        );
        var network = await Task.Run(() => kind.Make(making), stop);
        var (heard, trials) = (0, task.Training(random).ToArray());
        for (var k = 0; k < trials.Length; k++)
        {
            var trial = trials[k];
            await Task.Run(() => network.Learn(trial).ToEnd(stop), stop);
            if (network.Trouble is { Kind: not TroubleKind.Seizure } trouble)
            {
                await tell(new { Problem = trouble.Sentence });
                return;
            }

            heard += trial.IsSilent ? 0 : 1;
            if (k + 1 == trials.Length || !trials[k + 1].IsSilent)
            {
                // The silence that ends training belongs to the last presentation.
                await tell(await Task.Run(() => Shown(run, network, heard, stop), stop));
            }
        }
    }

    private static object Shown(RunSpec run, INetwork network, int heard, CancellationToken stop)
    {
        var (task, readout) = ((Chain)run.Task, run.Readouts[0].Values(run.Network.Card));
        var answers = network.AskAll([.. task.Probes().Where(probe => probe.Group == Chain.First).Select(probe => (probe, readout))], stop);
        var visits = answers.Select(answer => Visits.Of(answer.Overlaps, answer.SampleTime)).ToArray();
        var blocks = BlockStructure.Of(network.Weights, network.Items, network.Unit);
        return new
        {
            Presentation = heard,
            Of = task.Epochs,
            Neurons = run.Network.Neurons,
            S = visits.Zip(answers).Average(pair => SequenceScore.Of(pair.First, task.FullOrder, pair.Second.SampleTime).S),
            Visits = visits[0].Select(visit => visit.Item),
            Next = blocks.L(1),
            Back = blocks.L(-1),
            Blocks = blocks.Blocks.Values,
            Step = answers[0].SampleTime * 1000,
            Items = task.Items,
            // Overlaps from 0 to 1, [time, item].
            Replay = Convert.ToBase64String([.. answers[0].Overlaps.Values.Select(m => (byte)Math.Clamp(Math.Round(255 * m), 0, 255))]),
        };
    }

    private static Task Score(RunSpec first, int networks, Func<object, Task> tell, CancellationToken stop) =>
        Each(
            [.. Enumerable.Range(0, networks).Select(k => first with { Seed = first.Seed + (ulong)k })],
            (run, result) =>
                tell(
                    new
                    {
                        run.Seed,
                        S = result.Of(result.Score),
                        Ended = result.Status.ToString(),
                    }
                ),
            stop
        );

    // Never two answers at a time.
    private static async Task Each(IReadOnlyList<RunSpec> runs, Func<RunSpec, RunResult, Task> tell, CancellationToken stop)
    {
        using var one = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            async (run, cancellation) =>
            {
                var result = Studies.Runs.Run.Execute(run, cancellation);
                await one.WaitAsync(cancellation);
                try
                {
                    await tell(run, result);
                }
                finally
                {
                    one.Release();
                }
            }
        );
    }
}
