namespace PlasticityLab.Reproductions;

/// <summary>The reproductions, found by scanning this assembly.</summary>
public static class ReproductionCatalog
{
    /// <summary>All cases, in the order of their numbers.</summary>
    public static IReadOnlyList<IReproduction> All { get; } =
    [
        .. typeof(ReproductionCatalog)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IReproduction).IsAssignableFrom(type))
            .Select(type => (IReproduction)Activator.CreateInstance(type)!)
            .OrderBy(item => item.Card.Id.Length)
            .ThenBy(item => item.Card.Id, StringComparer.Ordinal),
    ];
}
