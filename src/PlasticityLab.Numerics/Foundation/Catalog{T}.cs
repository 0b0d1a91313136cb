using System.Reflection;
using System.Text.RegularExpressions;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>The entries of one kind, by id.</summary>
/// <typeparam name="T">An interface with <see cref="CatalogAttribute"/>.</typeparam>
public sealed class Catalog<T>
    where T : class
{
    private readonly Entry[] _entries;

    private sealed record Entry(Type Type, T Value, ICard Card)
    {
        public IEnumerable<string> Names => Card.Also.Prepend(Card.Id);
    }

    internal Catalog(IEnumerable<Type> types)
    {
        Noun = typeof(T).GetCustomAttribute<CatalogAttribute>()?.Noun ?? typeof(T).Name;
        var problems = new List<string>();
        var entries = new List<Entry>();
        foreach (var type in types.Where(IsEntry))
        {
            var value = Settings.Create<T>(type);
            if (CardOf(value) is not { } card)
            {
                problems.Add($"{type} is a {Noun} without a card: it needs a property Card.");
                continue;
            }

            problems.AddRange(Lacks(type, card));
            entries.Add(new(type, value, card));
        }

        problems.AddRange(
            from entry in entries
            from name in entry.Names.Select(Bare).Distinct()
            group entry.Type by name into same
            where same.Count() > 1
            select $"{string.Join(" and ", same.Select(type => $"{type.FullName} ({type.Assembly.GetName().Name})"))} are both a {Noun} named \"{same.Key}\"; give one of them another id."
        );
        UserError.ThrowIfAny(problems);
        _entries = [.. entries.OrderBy(entry => Order(entry.Card.Id), StringComparer.Ordinal)];
        Cards = [.. _entries.Select(entry => entry.Card)];
        All = [.. _entries.Select(entry => entry.Value)];
    }

    /// <summary>What an entry is, in sentences.</summary>
    public string Noun { get; }

    /// <summary>The cards, by id.</summary>
    public IReadOnlyList<ICard> Cards { get; }

    /// <summary>Every entry with its default settings, by id.</summary>
    public IReadOnlyList<T> All { get; }

    /// <summary>Whether there is an entry of this name.</summary>
    public bool Has(string id) => Look(id) is not null;

    /// <summary>An entry with its default settings, by its id or another of its names; hyphens and capitals do not matter.</summary>
    /// <exception cref="UserError">There is none; names those that are known.</exception>
    public T Create(string id) => Find(id).Value;

    /// <summary>An entry with given numbers, by their names in study files (<c>tau_plus</c>).</summary>
    /// <exception cref="UserError">There is no such entry or setting.</exception>
    public T Create(string id, IEnumerable<KeyValuePair<string, double>> numbers) =>
        (T)Settings.WithNumbers(Create(id), numbers, $"{Noun} {CardOf(id).Id}");

    /// <summary>The type of an entry.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public Type TypeOf(string id) => Find(id).Type;

    /// <summary>The card of an entry.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public ICard CardOf(string id) => Find(id).Card;

    /// <summary>The card of something that may stand outside the catalogue; null when it has none.</summary>
    public static ICard? CardOf(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var own = value.GetType().GetProperty("Card", BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance);
        var card = own ?? Array.Find([.. typeof(T).GetInterfaces().Prepend(typeof(T))], type => HasCard(type))?.GetProperty("Card");
        return card?.GetValue(card.GetMethod!.IsStatic ? null : value) as ICard;
    }

    private static bool HasCard(Type type) => type.GetProperty("Card") is { GetMethod.IsStatic: false };

    // Elsewhere, what implements a public interface to be found is public itself.
    internal static bool IsEntry(Type type) =>
        type is { IsAbstract: false, IsInterface: false, ContainsGenericParameters: false }
        && typeof(T).IsAssignableFrom(type)
        && (type.IsVisible || !typeof(T).IsVisible || type.Assembly == typeof(T).Assembly)
        && (type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null);

    /// <summary>What to say of a name that no entry has: the entry that was probably meant and every id. Former names are read, so they may
    /// be what was mistyped; what is proposed is the id.</summary>
    public string NotKnown(string id)
    {
        var near = Names.Nearest(id, _entries.SelectMany(entry => entry.Names));
        var meant = near is null ? "" : $"Did you mean {Find(near).Card.Id}? ";
        return $"There is no {Noun} \"{id}\". {meant}Known: {string.Join(", ", Cards.Select(card => card.Id))}.";
    }

    private Entry Find(string id) => Look(id) ?? throw new UserError(NotKnown(id));

    private Entry? Look(string id) => Array.Find(_entries, entry => entry.Names.Any(name => Names.Same(name, id)));

    // Numbers in ids count as numbers: S7 before S10.
    private static string Order(string id) => Regex.Replace(id, "[0-9]+", digits => digits.Value.PadLeft(6, '0'));

    private static string Bare(string name) => Names.Snake(name).Replace("_", "", StringComparison.Ordinal);

    // Every text of a card says something; a unit may be empty, for what has none.
    private IEnumerable<string> Lacks(Type type, ICard card) =>
        card.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(string) && property.GetIndexParameters().Length == 0)
            .Where(property => string.IsNullOrWhiteSpace((string?)property.GetValue(card)))
            .Select(property => $"{type.FullName} is a {Noun} whose card has no {Names.Snake(property.Name)}; say it there.");
}
