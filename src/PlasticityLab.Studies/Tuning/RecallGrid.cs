using System.Collections.Immutable;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Tuning;

/// <summary>A point of the grid and what the winner scored there.</summary>
/// <param name="Point">Inhibition and gain.</param>
/// <param name="Score">Mean S over the validation seeds [1].</param>
/// <param name="Widening">0: of the declared grid; 1 …: added by this widening.</param>
public readonly record struct GridPoint(OperatingPoint Point, double Score, int Widening);

/// <summary>The grid of operating points that one rule was read out on. An optimum on its border may lie beyond it, so the border is moved
/// out until the optimum lies inside or the allowance is used up.</summary>
/// <param name="Points">The points.</param>
/// <param name="Widened">How often it was widened.</param>
public sealed record RecallGrid(ImmutableArray<GridPoint> Points, int Widened)
{
    /// <summary>The declared grid.</summary>
    public static RecallGrid Of(IEnumerable<OperatingPoint> points) =>
        new([.. points.Select(point => new GridPoint(point, double.NaN, 0))], 0);

    /// <summary>Whether a point stands on the border of the grid; an axis with one value has none.</summary>
    public bool IsOnBorder(OperatingPoint point) => Outside(point).Length > 0;

    /// <summary>The points that move the border out where <paramref name="best"/> stands on it, by the ratio of the two outermost values;
    /// none when it lies inside.</summary>
    public ImmutableArray<OperatingPoint> Outside(OperatingPoint best)
    {
        double[] inhibitions = [.. Points.Select(p => p.Point.Inhibition).Distinct().Order()],
            gains = [.. Points.Select(p => p.Point.Gain).Distinct().Order()];
        var (newInhibition, newGain) = (Beyond(inhibitions, best.Inhibition), Beyond(gains, best.Gain));
        var (allInhibitions, allGains) = (
            newInhibition is { } i ? inhibitions.Append(i).ToArray() : inhibitions,
            newGain is { } g ? gains.Append(g).ToArray() : gains
        );
        var known = Points.Select(p => p.Point).ToHashSet();
        return
        [
            .. allInhibitions
                .SelectMany(inhibition => allGains.Select(gain => new OperatingPoint(inhibition, gain)))
                .Where(point => !known.Contains(point)),
        ];
    }

    /// <summary>The grid with the points of one more widening.</summary>
    public RecallGrid With(IEnumerable<OperatingPoint> outside) =>
        new([.. Points, .. outside.Select(point => new GridPoint(point, double.NaN, Widened + 1))], Widened + 1);

    // The next value out, rounded to three digits so that tables stay readable; null inside.
    private static double? Beyond(double[] axis, double value)
    {
        if (axis.Length < 2 || axis[0] <= 0)
        {
            return null;
        }

        var next =
            value == axis[0] ? axis[0] * axis[0] / axis[1]
            : value == axis[^1] ? axis[^1] * axis[^1] / axis[^2]
            : double.NaN;
        return double.IsNaN(next)
            ? null
            : double.Parse(
                next.ToString("G3", System.Globalization.CultureInfo.InvariantCulture),
                System.Globalization.CultureInfo.InvariantCulture
            );
    }
}
