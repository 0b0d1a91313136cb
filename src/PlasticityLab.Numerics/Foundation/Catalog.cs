using System.Collections.Concurrent;
using System.Reflection;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>Finds whatever can be added: every entry is one type, found by scan in the registered assemblies. Known without a call are the
/// program's own assembly and every PlasticityLab assembly that it uses; a further library is registered with <see cref="Use"/>.</summary>
public static class Catalog
{
    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<Type, object> Catalogs = [];
    private static readonly ConcurrentDictionary<Assembly, Type[]> Candidates = [];
    private static readonly ConcurrentDictionary<Type, Type[]> Attributed = [];
    private static readonly Lazy<List<Assembly>> Known = new(OfProgram);

    private static List<Assembly> Registered => Known.Value;

    /// <summary>Registers an assembly, so that its entries can be named; twice does nothing.</summary>
    /// <exception cref="UserError">An entry has an id that is taken or a card that lacks something; then nothing of the assembly is
    /// registered.</exception>
    public static void Use(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (Gate)
        {
            if (Registered.Contains(assembly))
            {
                return;
            }

            Registered.Add(assembly);
            Forget();
            try
            {
                foreach (var kind in Kinds(assembly))
                {
                    _ = typeof(Catalog).GetMethod(nameof(Of))!.MakeGenericMethod(kind).Invoke(null, null);
                }
            }
            catch (TargetInvocationException error) when (error.InnerException is UserError inner)
            {
                Registered.Remove(assembly);
                Forget();
                throw inner;
            }
        }
    }

    // What was found is asked for at every part that is read, so it is looked for once; a further assembly may add to it.
    private static void Forget()
    {
        Catalogs.Clear();
        Attributed.Clear();
    }

    /// <summary>The entries of one kind, by id.</summary>
    /// <typeparam name="T">An interface with <see cref="CatalogAttribute"/>.</typeparam>
    /// <exception cref="UserError">Two entries have the same name, or a card lacks something.</exception>
    public static Catalog<T> Of<T>()
        where T : class
    {
        if (Catalogs.TryGetValue(typeof(T), out var known))
        {
            return (Catalog<T>)known;
        }

        lock (Gate)
        {
            return (Catalog<T>)Catalogs.GetOrAdd(typeof(T), _ => new Catalog<T>(Types<T>()));
        }
    }

    /// <summary>One of each type that implements an interface without cards (chapters, verbs of the command line), in the order of their
    /// names.</summary>
    public static IReadOnlyList<T> Make<T>()
        where T : class
    {
        lock (Gate)
        {
            return
            [
                .. Types<T>().Where(Catalog<T>.IsEntry).OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Settings.Create<T>),
            ];
        }
    }

    /// <summary>The types of the registered assemblies that carry an attribute, by name.</summary>
    public static IReadOnlyList<Type> With<TAttribute>()
        where TAttribute : Attribute
    {
        if (Attributed.TryGetValue(typeof(TAttribute), out var known))
        {
            return known;
        }

        lock (Gate)
        {
            return Attributed.GetOrAdd(
                typeof(TAttribute),
                attribute =>
                    [
                        .. Types()
                            .Where(type => type.IsDefined(attribute, inherit: false))
                            .OrderBy(type => type.FullName, StringComparer.Ordinal),
                    ]
            );
        }
    }

    private static IEnumerable<Type> Types() => Registered.SelectMany(assembly => assembly.GetTypes());

    // A kind of entry is known where it is declared, even in an assembly of another name that nobody registered.
    private static IEnumerable<Type> Types<T>() =>
        Registered.Append(typeof(T).Assembly).Distinct().SelectMany(assembly => Candidates.GetOrAdd(assembly, Makeable));

    // What may be an entry of some kind. Most types are not (abstract ones; closures and state machines, whose names begin with '<'), and
    // the start of a program asks for many kinds.
    private static Type[] Makeable(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type is { IsAbstract: false, ContainsGenericParameters: false } && type.Name[0] != '<')];

    private static IEnumerable<Type> Kinds(Assembly assembly) =>
        assembly
            .GetTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.IsDefined(typeof(CatalogAttribute), inherit: false) && !type.ContainsGenericParameters)
            .Distinct();

    // The program's own assembly and all of PlasticityLab that it uses. Some hosts have no entry assembly; then what is loaded is what
    // there is.
    private static List<Assembly> OfProgram()
    {
        var found = new List<Assembly>();
        var next = new Queue<Assembly>(
            AppDomain
                .CurrentDomain.GetAssemblies()
                .Where(assembly => !assembly.IsDynamic && !assembly.IsCollectible && IsOurs(assembly.GetName()))
                .Prepend(Assembly.GetEntryAssembly())
                .OfType<Assembly>()
        );
        while (next.TryDequeue(out var assembly))
        {
            if (!found.Contains(assembly))
            {
                found.Add(assembly);
                foreach (var name in assembly.GetReferencedAssemblies().Where(IsOurs))
                {
                    next.Enqueue(Assembly.Load(name));
                }
            }
        }

        return found;
    }

    private static bool IsOurs(AssemblyName name) =>
        name.Name is "PlasticityLab" or "plasticity" || name.Name?.StartsWith("PlasticityLab.", StringComparison.Ordinal) == true;
}
