using System.Collections.Immutable;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>What a network is to learn: it writes what is heard in training and what is asked afterwards, and knows no network. A task is
/// one record; its properties are its settings.</summary>
[Catalog("task")]
public interface ITask
{
    /// <summary>What the task is.</summary>
    TaskCard Card { get; }

    /// <summary>P, number of items.</summary>
    int Items { get; }

    /// <summary>n_A, neurons of one item.</summary>
    int AssemblySize { get; }

    /// <summary>Which neurons stand for which item, drawn from the seed alone.</summary>
    Assemblies Draw(int neurons, RandomStreams random);

    /// <summary>What is heard in training, in turn; the network's state runs through all trials.</summary>
    IEnumerable<Trial> Training(RandomStreams random);

    /// <summary>What is asked of the trained network. The first group decides whether the network is silent.</summary>
    IReadOnlyList<Probe> Probes();

    /// <summary>Presentations: trials of training in which something is driven.</summary>
    int Epochs => Training(new RandomStreams(0)).Count(trial => !trial.IsSilent);

    /// <summary>Length of all training [s].</summary>
    double TrainingTime => Training(new RandomStreams(0)).Sum(trial => trial.Duration);

    /// <summary>Length of the longest probe [s].</summary>
    double ProbeTime => Probes().Max(probe => probe.Trial.Duration);

    /// <summary>The task with what it names found: full paths of files, hashes of what they hold, so that another content is another
    /// task.</summary>
    /// <param name="folder">Folder that paths start from.</param>
    /// <exception cref="UserError">Something is not there; the sentence begins with the name of the setting.</exception>
    ITask At(string folder) => this;

    /// <summary>One sentence for each value that is out of its range; it begins with the name of the setting.</summary>
    IEnumerable<string> Problems();
}

/// <summary>A task in which items follow one another.</summary>
public interface IOrderedTask : ITask
{
    /// <summary>The order of presentation, item numbers from 0; an item may come more than once.</summary>
    ImmutableArray<int> Order { get; }

    /// <summary>Time from one item to the next in training [s].</summary>
    double Pace { get; }

    /// <summary>Length of the cue [s].</summary>
    double Cue { get; }

    /// <summary>Whether another seed gives another sequence of other items; false: it is a recording, the same for every seed.</summary>
    bool IsOneOfMany => true;

    /// <summary>The control for timing: the same items as often, in another order in every epoch.</summary>
    ITask InAnyOrder();
}

/// <summary>What a task is, for people.</summary>
/// <param name="Id">Name in study files, snake case.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Meaning">What is asked of the network, in one sentence.</param>
/// <param name="Source">Author, year, journal.</param>
/// <param name="Measures">The measures that rules are compared by in a study that names none.</param>
/// <param name="Score">The measure that counts.</param>
/// <param name="Success">The score above which the task is solved.</param>
public sealed record TaskCard(
    string Id,
    string Name,
    string Meaning,
    string Source,
    ImmutableArray<string> Measures,
    string Score,
    double Success
) : ICard
{
    /// <inheritdoc/>
    public ImmutableArray<string> Also { get; init; } = [];

    /// <summary>What a network does that has learned it, of one and of several: "plays the sequence", "play the sequence".</summary>
    public (string One, string Many) Does { get; init; } = ("solves the task", "solve the task");

    IEnumerable<string> ICard.Also => Also;
}
