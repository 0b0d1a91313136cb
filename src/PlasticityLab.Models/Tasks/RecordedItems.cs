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

    /// <summary>Reads the recording that a chain names.</summary>
    /// <exception cref="UserError">The file is missing, cut short, no such array, or has values that are not finite.</exception>
    public static RecordedItems Load(Chain task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Of(MatrixFile.Read(task.ArrayFile, task.ArrayName), task.Items, task.ArrayAxes, "array_file", "array_axes");
    }

    /// <summary>The items of a recording.</summary>
    /// <param name="activity">The array.</param>
    /// <param name="items">P, items.</param>
    /// <param name="axes"><see cref="TimeNeuron"/> or <see cref="NeuronTime"/>.</param>
    /// <param name="where">The setting that named the file, with which sentences begin.</param>
    /// <param name="ofAxes">The setting that says the axes.</param>
    /// <exception cref="UserError">A value is not finite, or an item would have no frame or no neuron.</exception>
    public static RecordedItems Of(Matrix activity, int items, string axes, string where, string ofAxes)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var matrix = axes == NeuronTime ? activity.Transpose() : activity.Copy();
        if (!matrix.IsFinite())
        {
            var bad = Array.FindIndex(matrix.Values, value => !double.IsFinite(value));
            throw new UserError(
                $"{where}: every value must be finite, but the one at time {bad / matrix.Columns}, neuron {bad % matrix.Columns} is {matrix.Values[bad]}."
            );
        }

        if (items < 1 || matrix.Rows < items || matrix.Columns < items)
        {
            throw new UserError(
                $"{where}: {items} items need at least {items} frames and neurons, but the array has {matrix.Rows} frames and {matrix.Columns} neurons ({ofAxes}: {axes})."
            );
        }

        Scale(matrix);
        var members = Enumerable.Range(0, items).Select(_ => new List<int>()).ToArray();
        for (var neuron = 0; neuron < matrix.Columns; neuron++)
        {
            var peak = Enumerable.Range(0, matrix.Rows).MaxBy(t => matrix[t, neuron]);
            if (matrix[peak, neuron] > 0)
            {
                members[ItemAt(peak, matrix.Rows, items)].Add(neuron);
            }
        }

        var empty = Array.FindIndex(members, list => list.Count == 0);
        return empty < 0
            ? new(matrix, [.. members.Select(list => list.ToArray())])
            : throw new UserError(
                $"{where}: no neuron has its largest activity in the time of item {empty + 1} of {items}; use fewer items."
            );
    }

    /// <summary>The item in whose time a frame falls.</summary>
    internal static int ItemAt(int frame, int frames, int items) => Math.Min(items - 1, frame * items / frames);

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
