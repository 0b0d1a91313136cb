using System.CommandLine;
using System.Globalization;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>What the planar sections share: the window, and the check that there is a plane.</summary>
internal static class PlaneOptions
{
    /// <summary>The window of all planar sections.</summary>
    public static Option<string?> Window { get; } =
        new("--window") { Description = "Part of the plane to look at, as left,right,bottom,top (default: the trapping box)" };

    public static PlaneWindow Of(DynamicsContext context)
    {
        Planar(context, "This");
        if (context.Arguments.GetValue(Window) is not { } text)
        {
            return PlaneWindow.Of(context.System.Box);
        }

        var numbers = Numbers(text, "--window");
        return numbers.Length == 4 && numbers[1] > numbers[0] && numbers[3] > numbers[2]
            ? new(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new UserError($"--window must be left,right,bottom,top with left < right and bottom < top, but is \"{text}\".");
    }

    public static void Planar(DynamicsContext context, string what)
    {
        if (context.System.Dimension != 2)
        {
            throw new UserError(
                $"{what} needs two state variables, but {context.File.Id} has {context.System.Dimension}. Ask for --equilibria or --attractors, or reduce it to a plane with --reduce."
            );
        }
    }

    public static double[] Numbers(string text, string name)
    {
        var cells = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var values = new double[cells.Length];
        for (var k = 0; k < cells.Length; k++)
        {
            values[k] = Quantity.Number(cells[k], $"{name} takes numbers with commas between; number {k + 1}");
        }

        return values;
    }
}
