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
            var tunes = TuneInput.Read(r.GetValue(from)!);
            foreach (var remark in tunes[0].Remarks)
            {
                Console.Out.WriteLine($"{tunes[0].Name}: {remark}");
            }

            TuneFile.Write(tunes[0], r.GetValue(to)!);
            Console.Out.WriteLine(
                $"{tunes[0].Name}: {tunes[0].Notes.Length} notes, {tunes[0].Seconds:F1} s, written to {r.GetValue(to)}{(tunes.Count > 1 ? $" (the first of {tunes.Count} tunes)" : "")}."
            );
            return Terminal.Done;
        });
        return command;
    }
}

/// <summary>Tunes as people name them: a file, or a built-in tune.</summary>
internal static class TuneInput
{
    public static IReadOnlyList<Tune> Read(string name) =>
        !File.Exists(name) && Path.GetExtension(name).Length == 0 ? [TuneCollection.Get(name)] : TuneFile.Read(name);
}
