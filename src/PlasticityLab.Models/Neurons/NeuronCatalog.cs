using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Neurons;

/// <summary>The rate neuron models, found by scanning this assembly.</summary>
public static class NeuronCatalog
{
    private static readonly IRateNeuron[] Models =
    [
        .. typeof(NeuronCatalog)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IRateNeuron).IsAssignableFrom(type))
            .Select(type => (IRateNeuron)Activator.CreateInstance(type)!)
            .OrderBy(model => model.Card.Id, StringComparer.Ordinal),
    ];

    /// <summary>Every model with its default parameters.</summary>
    public static IReadOnlyList<IRateNeuron> All => Models;

    /// <summary>A model with given parameters, by its name in study files.</summary>
    /// <exception cref="UserError">The model or a parameter is unknown.</exception>
    public static IRateNeuron Create(string id, IEnumerable<KeyValuePair<string, double>>? parameters = null)
    {
        var model =
            Array.Find(Models, model => Names.Same(model.Card.Id, id))
            ?? throw new UserError(
                $"There is no neuron model \"{id}\". Known models: {string.Join(", ", Models.Select(model => model.Card.Id))}."
            );
        return (IRateNeuron)Parameters.With(model, parameters ?? [], $"neuron {model.Card.Id}");
    }
}
