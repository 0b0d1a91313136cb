using System.CommandLine;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Cli.Memory;

/// <summary>What the memory verbs share.</summary>
internal static class MemoryOptions
{
    public static Option<string[]> Rules() =>
        new("--rules")
        {
            Description = "Rules, by id or short name, with commas between; all by default",
            AllowMultipleArgumentsPerToken = true,
        };

    /// <summary>How many networks; a point of a curve each unless said.</summary>
    public static Option<int> Seeds(int usual = 3, string each = "a point") =>
        new("--seeds") { Description = $"Networks {each}", DefaultValueFactory = _ => usual };

    /// <summary>One number of neurons.</summary>
    public static Option<int> Neurons(int usual) => new("--neurons") { Description = "Neurons", DefaultValueFactory = _ => usual };

    /// <summary>Several numbers of neurons.</summary>
    public static Option<string> Sizes(string usual) =>
        new("--neurons") { Description = "Numbers of neurons, with commas", DefaultValueFactory = _ => usual };

    /// <summary>Notes of a melody.</summary>
    public static Option<int> Notes(int usual, string name = "--notes") =>
        new(name) { Description = "Notes of each melody", DefaultValueFactory = _ => usual };

    public static Option<int> Fatigue() =>
        new("--fatigue") { Description = "Notes for which a winner cannot win again", DefaultValueFactory = _ => 0 };

    public static Option<string?> Figure() => new("--figure") { Description = "Write the figure (.svg, .png or .pdf)" };

    /// <summary>The numbers that were typed, with commas between.</summary>
    public static int[] Numbers(string typed)
    {
        var texts = typed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return texts.Length == 0
            ? throw new UserError("--neurons must name at least one number.")
            : [.. texts.Select(text => Quantity.Whole(text, "--neurons takes whole numbers like 256,512; one"))];
    }

    // What is not worth a line [byte].
    private const double Little = 256 << 20;

    /// <summary>Says on the error output what memory a test will take, where that is much.</summary>
    public static void Tell(TestMemory? memory)
    {
        if (memory is { Problem: null } && Sentence(memory.Most, memory.Threads) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
        }
    }

    /// <summary>What memory is about to be taken, in a sentence; null where it is little.</summary>
    public static string? Sentence(double bytes, int networks) =>
        bytes > Little
            ? $"This takes up to {MachineMemory.Show(bytes)} of memory; {networks} network{(networks == 1 ? "" : "s")} at a time."
            : null;

    /// <summary>Draws and writes a figure where one is asked for.</summary>
    public static void Save(string? path, Func<Figure> draw)
    {
        if (path is not null)
        {
            FigureFile.Save(draw(), path);
        }
    }

    /// <summary>Prints a line a row, or the rows as JSON.</summary>
    public static void Print<T>(IReadOnlyList<T> rows, bool json, string head, Func<T, string> line)
    {
        if (json)
        {
            Terminal.PrintJson(rows);
            return;
        }

        Console.Out.WriteLine(head);
        foreach (var row in rows)
        {
            Console.Out.WriteLine(line(row));
        }
    }
}
