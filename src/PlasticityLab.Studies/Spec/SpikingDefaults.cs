using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Spec;

/// <summary>What a study of spiking networks starts from where its file says nothing: the task, the grid of operating points and the
/// recording that fit such networks.</summary>
internal static class SpikingDefaults
{
    /// <summary>The study.</summary>
    public static StudySpec Study =>
        new()
        {
            Network = new SpikingNetwork(),
            Task = Task,
            Readout = Readout,
            Recording = new(),
        };

    /// <summary>Six items of 24 neurons that share none, 30 ms each, 30 epochs.</summary>
    public static Chain Task =>
        new()
        {
            Items = 6,
            AssemblySize = 24,
            Overlapping = false,
            Item = 0.03,
            Silence = 0.12,
            Epochs = 30,
            Drive = 1.2,
            Cue = 0.03,
            FreeRun = 0.6,
        };

    /// <summary>A recording of the same length.</summary>
    public static RecordedActivity Recorded =>
        new()
        {
            Items = Task.Items,
            AssemblySize = Task.AssemblySize,
            Length = Task.Items * Task.Item,
            Silence = Task.Silence,
            Epochs = Task.Epochs,
            Drive = Task.Drive,
            Cue = Task.Cue,
            FreeRun = Task.FreeRun,
        };

    /// <summary>Inhibition and gain in doubling and similar steps.</summary>
    public static ReadoutSection Readout =>
        new()
        {
            Inhibition = [0.25, 0.5, 1, 2],
            Gain = [1, 1.5, 2.2, 3],
            Widen = 3,
        };
}
