using System.CommandLine;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>One question to the memory part: it writes the study that it is, computes the answer, draws it and prints it.</summary>
/// <typeparam name="TAnswer">What is found.</typeparam>
internal abstract class MemoryQuestion<TAnswer> : IMemoryVerb
{
    /// <summary>The word after <c>plasticity memory</c>.</summary>
    protected abstract string Name { get; }

    /// <summary>The question of the study.</summary>
    protected abstract string Question { get; }

    /// <summary>What <c>--help</c> says, with examples.</summary>
    protected abstract string Help { get; }

    /// <summary>Options beside those that all questions have.</summary>
    protected abstract IReadOnlyList<Option> Own { get; }

    /// <summary>Whether the answer can be drawn.</summary>
    protected virtual bool IsDrawn => true;

    /// <summary>Whether it takes long enough to say how far it is.</summary>
    protected virtual bool IsLong => true;

    /// <summary>What stands under <c>memory</c> in the study, one line.</summary>
    protected abstract string Section(MemoryCall call);

    /// <summary>What memory it takes; null where that is little.</summary>
    protected virtual TestMemory? Memory(MemoryCall call) => null;

    /// <summary>Computes the answer.</summary>
    protected abstract TAnswer Answer(MemoryCall call);

    /// <summary>The figure of the answer.</summary>
    protected virtual Figure Draw(TAnswer answer) => throw new NotSupportedException($"Nothing is drawn of memory {Name}.");

    /// <summary>Prints the answer, as JSON where that is asked for.</summary>
    protected abstract void Print(TAnswer answer, bool json);

    /// <inheritdoc/>
    public Command Build()
    {
        var (rules, figure, write) = (MemoryOptions.Rules(), MemoryOptions.Figure(), StudyOut.Option());
        var (json, quiet) = (Terminal.Json(), Terminal.Quiet());
        var command = new Command(Name, Help) { rules };
        foreach (var option in (IEnumerable<Option>)[.. Own, .. Of(IsDrawn, figure), write, json, .. Of(IsLong, quiet)])
        {
            command.Add(option);
        }

        command.SetAction(
            (typed, cancellation) =>
            {
                var isJson = typed.GetValue(json);
                var picture = IsDrawn ? typed.GetValue(figure) : null;
                FigureFile.Check(picture);
                TAnswer answer;
                using (var progress = new ProgressLine(Name, !IsLong || isJson || typed.GetValue(quiet)))
                {
                    var call = new MemoryCall(typed, TunesVerb.Rules(typed.GetValue(rules)), progress, cancellation);
                    StudyOut.Save(typed.GetValue(write), $"memory {Name}", Question, call.Rules, Section(call));
                    MemoryOptions.Tell(Memory(call));
                    answer = Answer(call);
                }

                MemoryOptions.Save(picture, () => Draw(answer));
                Print(answer, isJson);
                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }

    private static IEnumerable<Option> Of(bool isThere, Option option) => isThere ? [option] : [];
}

/// <summary>What was asked of the memory part.</summary>
/// <param name="Typed">Values of the options.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Progress">Told how far it is.</param>
/// <param name="Cancellation">Stops.</param>
internal sealed record MemoryCall(
    ParseResult Typed,
    IReadOnlyList<MemoryRule> Rules,
    IProgress<double> Progress,
    CancellationToken Cancellation
)
{
    /// <summary>The value of an option.</summary>
    public T Value<T>(Option<T> option) => Typed.GetValue(option)!;
}
