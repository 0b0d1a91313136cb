using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Models.Networks;

/// <summary>Weights W[post, pre] that come from a file: a square array of finite numbers, without self-connections. Where the file lies is
/// no part of a run's name, what the array holds is.</summary>
public sealed record WeightArray
{
    // What a file holds is read once, not once a network.
    private static readonly ConditionalWeakTable<WeightArray, Matrix> Contents = [];

    /// <summary>The file: .npz, .npy or CSV; its path starts from the study file's folder.</summary>
    [Place]
    public string File { get; init; } = "";

    /// <summary>Name of the array in an .npz file; empty: its only one with two axes.</summary>
    [Place]
    public string Array { get; init; } = "";

    /// <summary>SHA-256 of size and numbers of the array, filled in when the file is read, so that another content is another
    /// run.</summary>
    [SetByCode]
    public string Hash { get; init; } = "";

    /// <summary>W[post, pre], a copy.</summary>
    /// <exception cref="UserError">The file cannot be read, or holds other numbers than when it was read first.</exception>
    public Matrix Read() => Content.Copy();

    /// <summary>The array with the full path of its file and the hash of what it holds.</summary>
    /// <param name="folder">Folder that the path starts from.</param>
    /// <param name="where">The setting, with which sentences begin.</param>
    /// <exception cref="UserError">The file cannot be read, or is no square matrix of finite numbers.</exception>
    public WeightArray At(string folder, string where)
    {
        if (File.Length == 0)
        {
            throw new UserError($"{where} must name its file: {{ file: w.npz, array: W }}.");
        }

        try
        {
            var full = UserFile.FullPath(folder, File, "file");
            var weights = MatrixFile.Read(full, Array);
            UserError.ThrowIfAny(Faults(weights));
            var found = this with { File = full, Hash = MatrixFile.Hash(weights) };
            Contents.AddOrUpdate(found, weights);
            return found;
        }
        catch (UserError error)
        {
            throw new UserError(
                string.Join(Environment.NewLine, error.Message.Split(Environment.NewLine).Select(sentence => $"{where}: {sentence}"))
            );
        }
    }

    /// <summary>One sentence for each reason why these cannot be the weights of a network. Without a hash there are none: the file was not
    /// found, which is told elsewhere.</summary>
    /// <param name="neurons">N, neurons whose synapses learn.</param>
    /// <param name="size">What study files call their number.</param>
    /// <param name="least">Lowest weight that a synapse can have; −∞: none.</param>
    public IEnumerable<string> Problems(int neurons, string size, double least = double.NegativeInfinity)
    {
        if (Hash.Length == 0)
        {
            yield break;
        }

        var weights = Content;
        if (weights.Rows != neurons)
        {
            yield return $"has {weights.Rows} x {weights.Columns} weights, one row and one column a neuron, but {size} is {neurons}; make them equal.";
        }

        if (System.Array.FindIndex(weights.Values, w => w < least) is var low and >= 0)
        {
            yield return $"must hold no weight below {least:R}, because these synapses are excitatory and keep their sign (Dale's law), but {Entry(weights, low)}.";
        }
    }

    /// <summary>The first weight that a predicate picks, for sentences: <c>W[3, 4] is 0.2</c>; null: there is none.</summary>
    /// <param name="picks">Takes receiver, sender and weight.</param>
    public string? First(Func<int, int, double, bool> picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        var weights = Content;
        for (var k = 0; k < weights.Values.Length; k++)
        {
            if (picks(k / weights.Columns, k % weights.Columns, weights.Values[k]))
            {
                return Entry(weights, k);
            }
        }

        return null;
    }

    private Matrix Content => Contents.GetValue(this, array => array.Unchanged());

    private Matrix Unchanged()
    {
        var weights = MatrixFile.Read(File, Array);
        return MatrixFile.Hash(weights) == Hash
            ? weights
            : throw new UserError($"{File} holds other weights than when the study was read; start the study again, which computes anew.");
    }

    private static IEnumerable<string> Faults(Matrix weights)
    {
        if (weights.Rows != weights.Columns)
        {
            yield return $"the weights must be square, one row and one column a neuron, but they are {weights.Rows} x {weights.Columns}.";
        }

        if (System.Array.FindIndex(weights.Values, w => !double.IsFinite(w)) is var bad and >= 0)
        {
            yield return $"the weights must be finite numbers, but {Entry(weights, bad)}.";
        }

        for (var i = 0; i < Math.Min(weights.Rows, weights.Columns); i++)
        {
            if (weights[i, i] != 0)
            {
                yield return $"the diagonal must be 0, because no neuron has a synapse onto itself, but {Entry(weights, (i * weights.Columns) + i)}.";
                break;
            }
        }
    }

    private static string Entry(Matrix weights, int k) => $"W[{k / weights.Columns}, {k % weights.Columns}] is {weights.Values[k]:R}";
}
