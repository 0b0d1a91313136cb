using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Spec;

/// <summary>Items that come from a recording: neurons are put into items by the time of their largest activity.</summary>
/// <param name="Drive">Activity scaled to [0, 1], [time, neuron of the network].</param>
/// <param name="Members">For each item its neurons.</param>
public sealed record ArrayItems(Matrix Drive, IReadOnlyList<int[]> Members)
{
    /// <summary>The items as assemblies of the network.</summary>
    public Assemblies Assemblies(int units) => new(units, Members);

    /// <summary>Reads the recording that a task names; null when it names none.</summary>
    /// <exception cref="UserError">The file is missing or is not such an array.</exception>
    public static ArrayItems? Load(TaskSection task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.ArrayFile.Length == 0 ? null : throw new UserError("not yet");
    }
}
