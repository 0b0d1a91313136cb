using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>Where simulations of a system start: the file's own state first, then states drawn evenly from its box.</summary>
internal static class SearchStarts
{
    public static IReadOnlyList<double[]> Of(DynamicsContext context, int count, int index)
    {
        var starts = new List<double[]>();
        if (context.File.InitialState is { } own)
        {
            starts.Add(own);
        }

        var random = new RandomStreams(context.Seed).Open(StreamPurpose.Analysis, index);
        var box = context.System.Box;
        while (starts.Count < count)
        {
            starts.Add([.. Enumerable.Range(0, context.System.Dimension).Select(i => random.NextDouble(box.Low[i], box.High[i]))]);
        }

        return starts;
    }
}
