using System.CommandLine;
using PlasticityLab.Models.Tunes;

namespace PlasticityLab.Cli.Memory;

/// <summary>Turns a tune file into another kind.</summary>
internal sealed class TuneConvertVerb : ITuneVerb
{
    public Command Build()
    {
        var from = new Argument<string>("from") { Description = "MIDI, ABC or note file, or a built-in tune" };
        var to = new Argument<string>("to") { Description = "File ending in .mid, .wav or .notes" };
        var command = new Command(
            "convert",
            "Turn a tune into MIDI, sound or note text.\n\nExamples:\n  plasticity tune convert song.abc song.mid\n  plasticity tune convert ode-to-joy ode.wav"
        )
        {
            from,
            to,
        };
        command.SetAction(r =>
        {
            var (tune, count) = TuneInput.First(r.GetValue(from)!);
            foreach (var remark in tune.Remarks)
            {
                Console.Out.WriteLine($"{tune.Name}: {remark}");
            }

            TuneFile.Write(tune, r.GetValue(to)!);
            Console.Out.WriteLine(
                $"{tune.Name}: {tune.Notes.Length} note{(tune.Notes.Length == 1 ? "" : "s")}, {tune.Seconds:F1} s, written to {r.GetValue(to)}{(count > 1 ? $" (the first of {count} tunes)" : "")}."
            );
            return Terminal.Done;
        });
        return command;
    }
}

/// <summary>Tunes as people name them: a file, or a built-in tune.</summary>
internal static class TuneInput
{
    /// <summary>The first tune of a file and how many there are, or the built-in tune.</summary>
    public static (Tune Tune, int Count) First(string name) => IsBuiltIn(name) ? (TuneCollection.Get(name), 1) : TuneFile.First(name);

    /// <summary>Every tune of a file that can be read, or the built-in tune; what is left out is told beside the results.</summary>
    public static IReadOnlyList<Tune> All(string name)
    {
        var leftOut = new List<string>();
        IReadOnlyList<Tune> tunes = IsBuiltIn(name) ? [TuneCollection.Get(name)] : TuneFile.Read(name, leftOut);
        foreach (var problem in leftOut)
        {
            Console.Error.WriteLine($"left out: {problem}");
        }

        return tunes;
    }

    /// <summary>Whether a name is that of a built-in tune.</summary>
    public static bool IsBuiltIn(string name) => !File.Exists(name) && Path.GetExtension(name).Length == 0;
}
