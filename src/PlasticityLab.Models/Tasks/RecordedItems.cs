using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Models.Tasks;

/// <summary>Items that come from a recording: every neuron belongs to the item in whose time its largest activity falls.</summary>
/// <param name="Drive">Activity scaled to [0, 1], [time, neuron of the recording].</param>
/// <param name="Members">For each item its neurons.</param>
public sealed record RecordedItems(Matrix Drive, IReadOnlyList<int[]> Members)
{
    /// <summary>Axes of an array: rows are frames.</summary>
    public const string TimeNeuron = "time_neuron";

    /// <summary>Axes of an array: rows are neurons.</summary>
    public const string NeuronTime = "neuron_time";

    /// <summary>Reads the recording that a task names.</summary>
    /// <exception cref="UserError">The file is missing, cut short, no such array, or has values that are not finite.</exception>
    public static RecordedItems Load(Chain task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var matrix = Read(task);
        if (task.ArrayAxes == NeuronTime)
        {
            matrix = matrix.Transpose();
        }

        if (!matrix.IsFinite())
        {
            var bad = Array.FindIndex(matrix.Values, value => !double.IsFinite(value));
            throw new UserError(
                $"array_file: every value must be finite, but the one at time {bad / matrix.Columns}, neuron {bad % matrix.Columns} is {matrix.Values[bad]}."
            );
        }

        if (task.Items < 1 || matrix.Rows < task.Items || matrix.Columns < task.Items)
        {
            throw new UserError(
                $"array_file: {task.Items} items need at least {task.Items} frames and neurons, but the array has {matrix.Rows} frames and {matrix.Columns} neurons (array_axes: {task.ArrayAxes})."
            );
        }

        Scale(matrix);
        var members = Enumerable.Range(0, task.Items).Select(_ => new List<int>()).ToArray();
        for (var neuron = 0; neuron < matrix.Columns; neuron++)
        {
            var peak = Enumerable.Range(0, matrix.Rows).MaxBy(t => matrix[t, neuron]);
            if (matrix[peak, neuron] > 0)
            {
                members[Math.Min(task.Items - 1, peak * task.Items / matrix.Rows)].Add(neuron);
            }
        }

        var empty = Array.FindIndex(members, list => list.Count == 0);
        if (empty >= 0)
        {
            throw new UserError(
                $"array_file: no neuron has its largest activity in the time of item {empty + 1} of {task.Items}; use fewer items."
            );
        }

        return new(matrix, [.. members.Select(list => list.ToArray())]);
    }

    private static Matrix Read(Chain task)
    {
        switch (Path.GetExtension(task.ArrayFile).ToUpperInvariant())
        {
            case ".CSV" or ".TXT" or ".TSV":
                return NumberTable.Read(task.ArrayFile).Values;
            case ".NPY":
                return Npy.Read(UserFile.Bytes(task.ArrayFile), task.ArrayFile).ToMatrix(task.ArrayFile);
        }

        using var archive = NpzArchive.Open(task.ArrayFile);
        var planar = archive.Arrays.Where(array => array.Header?.Shape.Count == 2).Select(array => array.Name).ToArray();
        var chosen = task.ArrayName.Length > 0 ? [.. planar.Where(name => name == task.ArrayName)] : planar;
        return chosen.Length == 1
            ? archive.Read(chosen[0]).ToMatrix($"{task.ArrayFile}: array {chosen[0]}")
            : throw new UserError(
                $"array_name must name one two-dimensional array of {Path.GetFileName(task.ArrayFile)}; it holds: {archive.Contents}."
            );
    }

    // Per neuron: 0 at the minimum, 1 at the maximum, so that a faint neuron counts like a bright one.
    private static void Scale(Matrix matrix)
    {
        for (var j = 0; j < matrix.Columns; j++)
        {
            var column = Enumerable.Range(0, matrix.Rows).Select(t => matrix[t, j]).ToArray();
            var (low, high) = (column.Min(), column.Max());
            for (var t = 0; t < matrix.Rows; t++)
            {
                matrix[t, j] = high > low ? (matrix[t, j] - low) / (high - low) : 0;
            }
        }
    }
}
