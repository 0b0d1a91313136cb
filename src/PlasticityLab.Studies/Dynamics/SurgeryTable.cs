using PlasticityLab.Analysis.Dynamics.Surgery;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>Removes one component of what an example network has learned and lets it recall again: an intervention on the learned weights, everything else unchanged.</summary>
internal static class SurgeryTable
{
    private const double Replays = 0.5;

    /// <summary>Scores before and after, for each example that replays.</summary>
    public static CsvText Of(StudyData data)
    {
        var csv = new CsvText("condition", "rule", "seed", "component", "share", "S_before", "S_after", "D_before", "D_after");
        var replaying = data.Examples.Where(o => data.Study.Network.Spiking is null && o.Readout is { S: > Replays } && o.Result.Example is { Weights.Length: > 0 }).ToArray();
        foreach (var rows in replaying.AsParallel().AsOrdered().Select(o => Rows(o, o.Entry.Run(data.Study, o.Seed))))
        {
            foreach (var row in rows)
            {
                csv.Add(row);
            }
        }

        return csv;
    }

    private static List<object?[]> Rows(NetworkOutcome outcome, RunSpec spec)
    {
        var prepared = new PreparedRun(spec);
        var n = prepared.Network.Units;
        var weights = new Matrix(n, n, [.. outcome.Result.Example!.Weights.Select(w => (double)w)]);
        var learned = Matrix.Combine(1, weights, -1, prepared.Initial);
        var before = RunExecutor.Read(spec, prepared, weights).Readouts[0];
        var size = learned.FrobeniusNorm();
        var rows = new List<object?[]>();
        foreach (var (name, component) in Components(learned, prepared.Assemblies, [.. prepared.Task.FullOrder.Distinct()]))
        {
            var after = RunExecutor.Read(spec, prepared, WeightSurgery.Rescale(weights, component, 0)).Readouts[0];
            var part = component.FrobeniusNorm();
            rows.Add([outcome.Entry.Condition, outcome.Entry.Name, outcome.Seed, name, size > 0 ? part * part / (size * size) : 0, before.S, after.S, before.D, after.D]);
        }

        return rows;
    }

    /// <summary>Components of a learned change: bands by lag, and the antisymmetric part of the block means.</summary>
    internal static IEnumerable<(string Name, Matrix Component)> Components(Matrix learned, Assemblies assemblies, int[] order)
    {
        int[][] members = [.. order.Select(item => assemblies[item].ToArray())];
        yield return ("antisymmetric", Antisymmetric(learned, members));
        foreach (var (name, lag) in new[] { ("lag +1", 1), ("lag -1", -1), ("lag 0", 0) })
        {
            yield return (name, WeightComponents.LagBand(learned, members, lag, cyclic: false));
        }
    }

    // (B − Bᵀ)/2 of the block means, the same for every synapse of a block that exists; the self-connections do not exist.
    private static Matrix Antisymmetric(Matrix learned, int[][] members)
    {
        var p = members.Length;
        var means = Matrix.From(p, p, (k, l) => members[k].SelectMany(i => members[l].Where(j => j != i).Select(j => learned[i, j])).DefaultIfEmpty(0).Average());
        var result = new Matrix(learned.Rows, learned.Columns);
        for (var k = 0; k < p; k++)
        {
            for (var l = 0; l < p; l++)
            {
                foreach (var i in members[k])
                {
                    foreach (var j in members[l])
                    {
                        result[i, j] = i == j ? 0 : 0.5 * (means[k, l] - means[l, k]);
                    }
                }
            }
        }

        return result;
    }
}
