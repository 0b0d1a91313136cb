using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Hopfield;

namespace PlasticityLab.Studies.Spec;

/// <summary>What a study of Hopfield networks starts from where its file says nothing: unbiased patterns of ±1, heard once.</summary>
internal static class HopfieldDefaults
{
    /// <summary>The study.</summary>
    public static StudySpec Study => new() { Network = new HopfieldKind(), Task = Task };

    /// <summary>Patterns at a load of 0.1.</summary>
    public static Patterns Task => new() { Unbiased = true, Epochs = 1 };
}
