using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Studies.Results;

/// <summary>Whole weights of the example networks along training, of rate and of spiking networks alike.</summary>
internal static class RecordedWeights
{
    /// <summary>Whole weight matrices of the examples at the end, W[post, pre].</summary>
    public static void WriteLast(string path, StudyData data)
    {
        var n = data.Study.Network.Neurons;
        var name = ArrayNames.For(data.Examples.Select(o => (o.Entry.Name, o.Entry.Condition)));
        Npz.Write(
            path,
            data.Examples.Where(o => o.Result.Example is { Weights.Length: > 0 })
                .Select(o =>
                    KeyValuePair.Create(
                        $"W_{name(o.Entry.Name, o.Entry.Condition)}",
                        new NpyArray([n, n], [.. o.Result.Example!.Weights.Select(w => (double)w)])
                    )
                )
        );
    }
}
