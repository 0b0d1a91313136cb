using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Finalists as rules at spikes (<see cref="SpikeForm"/>), in the spiking network that studies of spikes start from.</summary>
/// <remarks>
/// Nothing tells beforehand which rate of spikes is one unit of activity, or how much a neuron's weights may sum to where none decay by
/// themselves: each of a few
/// values is tried on the screening networks, the best with the best operating point of their grid goes to fresh networks. Rules with a
/// decay without
/// activity lose it, since weights of spiking networks change at spikes alone; the limit on sums stands for it.
/// </remarks>
internal sealed class FinalistsInSpikes(StudyContext study, SearchSection search, CancellationToken cancellation)
{
    /// <summary>Runs that one rule asks for.</summary>
    public static int Runs(int screening, int fresh) => (Full.Length * Caps.Length * screening) + fresh;

    // b_a of the shipped spiking studies [threshold · ms]: half a threshold at 20 Hz.
    private const double Adaptation = 25;

    private static readonly double[] Full = [40, 80, 160],
        Caps = [0, 2.5];

    private sealed record Candidate(Trial Trial, string Equation, double Full, double Cap)
    {
        public OperatingPoint? Point { get; init; }

        public double Score { get; init; }
    }

    /// <summary>What each rule does there: its score on fresh networks with what was chosen; none and why, where it has no form at
    /// spikes.</summary>
    public IEnumerable<(Trial Trial, string Change, double[] Scores)> Try(IReadOnlyList<Trial> trials, IReadOnlyList<ulong> fresh)
    {
        Candidate[] best = [.. Screened(trials).GroupBy(tried => tried.Trial).Select(same => same.MaxBy(tried => tried.Score)!)];
        var results = study
            .RunsAt(best, fresh, (tried, seed) => Run(tried, seed, [tried.Point!.Value]), "finalists in spiking neurons", cancellation)
            .ToDictionary(place => place.Place.Trial, place => (place.Place, place.Results));
        foreach (var trial in trials)
        {
            if (results.TryGetValue(trial, out var found))
            {
                var (tried, runs) = found;
                yield return (trial, Words(tried), [.. runs.Select(run => run.Of(ReplayScore.Id))]);
            }
            else
            {
                _ = Equation(trial, Full[0], out var why);
                yield return (trial, $"in spiking neurons: not tried, since the rule {why}", []);
            }
        }
    }

    private IEnumerable<Candidate> Screened(IReadOnlyList<Trial> trials)
    {
        Candidate[] candidates =
        [
            .. from trial in trials
            from full in Full
            let equation = Equation(trial, full, out _)
            where equation is not null
            from cap in Caps
            select new Candidate(trial, equation, full, cap),
        ];
        ulong[] seeds = [.. Enumerable.Range(search.FirstSeed, search.Networks).Select(seed => (ulong)seed)];
        var grid = OperatingPoint.Distinct(SpikingDefaults.Readout.Points(), new SpikingNetwork().Card);
        return study
            .RunsAt(candidates, seeds, (tried, seed) => Run(tried, seed, grid), "finalists in spiking neurons", cancellation)
            .Select(place =>
            {
                var (point, score, _) = BestPoint.Of(place.Results);
                // Where no network lived there is no point: the first of the grid says so on fresh ones.
                return place.Place with { Point = score > 0 ? point : grid[0], Score = score };
            });
    }

    private RunSpec Run(Candidate tried, ulong seed, ImmutableArray<OperatingPoint> readouts)
    {
        var rate = (RateNetwork)study.Study.NetworkIn(tried.Trial.Condition);
        return study.Study.Template with
        {
            Network = new SpikingNetwork { Adaptation = rate.Adaptation > 0 ? Adaptation : 0, AdaptationTau = rate.AdaptationTau },
            Task = SpikingDefaults.Task,
            Learning = tried.Trial.Learning with
            {
                Rule = "text",
                Equation = tried.Equation,
                Parameters = ImmutableSortedDictionary<string, double>.Empty,
                Decay = 0,
                Cap = tried.Cap,
            },
            Seed = seed,
            Readouts = readouts,
            Cues = AskedCues.FirstCue,
            Measures = MeasureSet.Own(SpikingDefaults.Task),
        };
    }

    private string? Equation(Trial trial, double full, out string? why)
    {
        var run = study.Study.In(trial.Condition, study.Study.Template with { Learning = trial.Learning });
        var rule = (BilinearRule)RuleChoice.Create(run.Learning);
        return SpikeForm.Of(NormalForm.Of(rule, ((RateNetwork)run.Network).Tau), full, ((Chain)run.Task).AssemblySize, out why);
    }

    private static string Words(Candidate tried)
    {
        var sum = tried.Cap > 0 ? string.Create(CultureInfo.InvariantCulture, $"limited to {tried.Cap:0.#}") : "not limited";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"in spiking neurons ({tried.Full:0} spikes a second for a rate of 1, weights of a neuron {sum})"
        );
    }
}
