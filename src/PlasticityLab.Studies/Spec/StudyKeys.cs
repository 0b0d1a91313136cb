using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using PlasticityLab.Models;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Claims;

namespace PlasticityLab.Studies.Spec;

/// <summary>One key of a study file.</summary>
/// <param name="Path">Where it stands, as <c>--set</c> takes it; <c>[]</c> for an entry of a list, <c>NAME</c> for a name of yours.</param>
/// <param name="Kind">number, whole number, time, text, true or false, list of …; a section where further keys stand below it.</param>
/// <param name="Default">What holds when the key is left out; empty: nothing.</param>
/// <param name="Meaning">What it means.</param>
public sealed record StudyKey(string Path, string Kind, string Default, string Meaning);

/// <summary>Every key that a study file may have, read from the records that files are bound to: code, error messages and documentation
/// cannot disagree.</summary>
public static class StudyKeys
{
    /// <summary>All keys, in the order of the code.</summary>
    public static IReadOnlyList<StudyKey> All { get; } = [.. Of(typeof(StudySpec), "")];

    /// <summary>The documentation page.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(
            """
            # What a study file may say

            Written by `plasticity study keys --markdown` from the code. A study file is YAML or JSON; unknown keys, wrong types and wrong units are refused, all at once and with their lines.
            Times carry their unit (`20 ms`, `0.5 s`; prefixes k M G m u n p f, and min), and a bare number is refused; 0 needs none. Every key can be changed from the command line: `plasticity study run FILE --set network.units=200`.

            | key | kind | default | meaning |
            | --- | --- | --- | --- |

            """
        );
        foreach (var key in All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{key.Path}` | {key.Kind} | {(key.Default.Length > 0 ? $"`{key.Default}`" : "")} | {key.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
            );
        }

        text.Append(
            """

            ## An entry of `rules`

            A name (`hebb`, `rate_stdp`; `plasticity rules list`), or a mapping: `rule: NAME` or `equation: "dw = ..."`, then any of
            the rule's own parameters (`plasticity rules describe NAME`) and

            | key | meaning |
            | --- | --- |
            | `name` | name in tables and figures |
            | `weights` | instead of a rule, weights from a file: `weights: { file: w.npz, array: W }`, W[post, pre] (.npz, .npy, CSV) |
            | `weight_max` | bound of a weight: a fully active assembly delivers at most this |
            | `soft_bounds` | growth slows down near the bound |
            | `decay` | passive decay of learned weights [1/s] |
            | `cap` | limit of a neuron's summed positive input, as a multiple of its initial value; `off` for none |
            | `normalisation` | `none`, `subtractive`, `divisive`, `synaptic_scaling`, `heterosynaptic` |
            | `training_gain` | share of the recurrent input while learning |
            | `sign` | -1 turns the rule round |
            | `learn` | instead of `rule`: phases in turn, each on the weights that the one before left, `learn: [{ rule: causal_trace_hebb, presentations: 15 }, { rule: anti_hebbian, presentations: 3 }]`; each takes the keys of a rule above, and begins from rest with noise of its own |
            | `presentations` | how often the sequence is heard while it learns so; else `task.epochs` |
            | `inhibition`, `gain` | operating point of the recall |
            | `in` | other values in a condition: `in: { B: { eta: 3 } }` |
            | `search` | ranges to tune in: `search: { tau_plus: [log, 8 ms, 40 ms], a_minus: [linear, 0.3, 1.2] }` |

            """
        );
        text.Append(Claims());
        return text.ToString().ReplaceLineEndings("\n");
    }

    // Each kind of claim with its settings, from the catalogue.
    private static string Claims() =>
        $$"""

            ## An entry of `claims`

            `founding` (the five claims that the project was founded on, `studies/claims/founding.yaml`), the name of a file that holds a list of claims, or a mapping with `kind`, `says` (the claim in your words) and the settings of its kind. Rules are given by name, as a list of names, or as `{ family: correlational|temporal|control, pointing: forward|backward }`; an id of the catalogue means every entry of that rule, whatever the study calls it.

            | kind | supported when | settings | method |
            | --- | --- | --- | --- |
            {{string.Join("\n", Catalog.Of<IClaim>().All.Select(Claim))}}

            """;

    private static string Claim(IClaim claim) =>
        $"| `{claim.Card.Id}` | {claim.Card.Meaning} | {string.Join(", ", Settings.Of(claim.GetType()).Where(setting => setting.Name != "says").Select(setting => $"`{setting.Name}`: {setting.Meaning}"))} | {claim.Card.Source} |";

    private static IEnumerable<StudyKey> Of(Type type, string path)
    {
        var record = Settings.Create<object>(type);
        foreach (var property in Settings.Of(type).Select(setting => setting.Property))
        {
            var unit = property.GetCustomAttribute<UnitAttribute>()?.Unit ?? "";
            var name = Names.Snake(property.Name);
            var where = path.Length == 0 ? name : $"{path}.{name}";
            if (property.DeclaringType == typeof(ConditionSection) && property.Name == nameof(ConditionSection.Changes))
            {
                yield return new($"{path}.PATH", "value", "", Settings.Summary(property));
                continue;
            }

            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (inner.IsInterface)
            {
                foreach (var key in OfPlugin(property, where, property.GetValue(record), deep: path.Length == 0))
                {
                    yield return key;
                }

                continue;
            }

            var (kind, section) = Kind(inner, unit);
            yield return new(where, kind, section is null ? Shown(property.GetValue(record), unit) : "", Settings.Summary(property));
            if (section is { IsInterface: false } && section != typeof(RuleSection))
            {
                var below = inner.IsGenericType
                    ? inner.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                        ? $"{where}[]"
                        : $"{where}.NAME"
                    : where;
                foreach (var key in Of(section, below))
                {
                    yield return key;
                }
            }
        }
    }

    // What stands in a catalogue: its kinds, and below the study itself the keys of each.
    private static IEnumerable<StudyKey> OfPlugin(PropertyInfo property, string where, object? value, bool deep)
    {
        var kinds =
            (IEnumerable<(string Id, Type Type)>)
                typeof(StudyKeys)
                    .GetMethod(nameof(Entries), BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(property.PropertyType)
                    .Invoke(null, null)!;
        var chosen = kinds.FirstOrDefault(kind => kind.Type == value?.GetType()).Id ?? "";
        var ids = string.Join(", ", kinds.Select(kind => kind.Id));
        var meaning = Settings.Summary(property);
        if (!deep)
        {
            yield return new(where, "kind", chosen, $"{meaning}: {ids}; or a section {{ kind: …, its values }}");
            yield break;
        }

        yield return new(where, "section", "", meaning);
        yield return new($"{where}.kind", "kind", chosen, $"one of {ids}");
        foreach (var (id, type) in kinds)
        {
            foreach (var key in Of(type, where))
            {
                yield return key with
                {
                    Meaning = $"({id}) {key.Meaning}",
                };
            }
        }
    }

    private static IEnumerable<(string Id, Type Type)> Entries<T>()
        where T : class => Catalog.Of<T>().Cards.Select(card => (card.Id, Catalog.Of<T>().TypeOf(card.Id))).ToArray();

    private static (string Kind, Type? Section) Kind(Type type, string unit)
    {
        if (type.IsGenericType)
        {
            var element = type.GetGenericArguments()[^1];
            var (kind, section) = Kind(element, unit);
            return (
                type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                    ? section is null
                        ? $"list of {(kind.StartsWith("list of ", StringComparison.Ordinal) ? "lists" + kind[4..] : kind + "s")}"
                        : "list of sections"
                    : $"names with a {kind} each",
                section
            );
        }

        return type == typeof(double)
                ? (
                    unit == "s" ? "time"
                    : unit.Length > 0 ? $"number [{unit}]"
                    : "number",
                    null
                )
            : type == typeof(int) ? ("whole number", null)
            : type == typeof(bool) ? ("true or false", null)
            : type == typeof(string) ? ("text", null)
            : type.IsEnum ? (string.Join(" or ", Enum.GetNames(type).Select(Names.Snake)), null)
            : ("section", type);
    }

    private static string Shown(object? value, string unit) =>
        value switch
        {
            null => "",
            string text => text,
            bool flag => flag ? "true" : "false",
            Enum choice => Names.Snake(choice.ToString()),
            double number => Quantity.Show(number, unit),
            IDictionary => "",
            IEnumerable when value.GetType().GetProperty("IsDefault")?.GetValue(value) is true => "", // a list that is absent
            IEnumerable list => string.Join(", ", list.Cast<object?>().Select(item => Shown(item, unit))) is { Length: > 0 } items
                ? $"[{items}]"
                : "",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => "",
        };
}
