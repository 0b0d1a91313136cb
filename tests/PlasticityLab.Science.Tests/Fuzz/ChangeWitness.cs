using System.Text;
using System.Text.Json;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Spec;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Puts nonsense in the place of one name or one value of a file that was read: it is refused, changes what is read, or is told.
/// What does none of these was never used.</summary>
internal static class ChangeWitness
{
    private const string NoName = "zz_no_such_name",
        NoValue = "17.25 kg";

    // Fields that change nothing, and that is what they are for.
    private static readonly string[] ForPeople =
    [
        "title",
        "shows",
        "source",
        "description",
        "note",
        "notes",
        "comment",
        "schema",
        "provenance",
    ];

    /// <param name="From">First character.</param>
    /// <param name="To">Behind the last.</param>
    /// <param name="IsName">Whether it is the name of a field.</param>
    /// <param name="Top">The field of the whole file in which it stands.</param>
    /// <param name="IsInside">Whether it is that field's value or stands in it.</param>
    private readonly record struct Place(int From, int To, bool IsName, string Top, bool IsInside);

    public static void CheckStudy(string text, string folder)
    {
        if (Change(text, YamlPlaces(text)) is not var (place, changed))
        {
            return;
        }

        var accepted = StudyFile.Parse(text, folder: folder);
        try
        {
            var read = StudyFile.Parse(changed, folder: folder);
            Assert.True(read.ToCanonicalJson() != accepted.ToCanonicalJson(), $"{Shown(text, place)} makes no difference");
        }
        catch (UserError)
        {
            // It was used.
        }
    }

    public static void CheckSystem(string text, string path, SystemFile accepted)
    {
        if (Change(text, JsonPlaces(text)) is not var (place, changed))
        {
            return;
        }

        File.WriteAllText(path, changed);
        try
        {
            var read = SystemFile.Read(path);
            Assert.True(
                Summary(read) != Summary(accepted) || IsTold(place.Top, read.Notes) || (place.IsInside && ForPeople.Contains(place.Top)),
                $"{Shown(text, place)} makes no difference"
            );
        }
        catch (UserError)
        {
            // It was used.
        }
    }

    // Of many fields the first are named.
    private static bool IsTold(string field, IEnumerable<string> notes) =>
        notes.Any(note => note.Contains(field, StringComparison.Ordinal) || note.EndsWith(" more.", StringComparison.Ordinal));

    private static string Shown(string text, Place place) => $"{place.Top}: \"{text[place.From..place.To]}\" at {place.From}";

    private static (Place Place, string Text)? Change(string text, List<Place> places)
    {
        if (places.Count == 0)
        {
            return null;
        }

        // Another place for each text, the same one every time.
        var place = places[(int)((uint)text.Sum(c => c) % places.Count)];
        var other = place.IsName ? NoName : NoValue;
        var isQuoted = text[place.From] == '"';
        return (place, text[..place.From] + (isQuoted ? $"\"{other}\"" : other) + text[place.To..]);
    }

    private static List<Place> YamlPlaces(string text)
    {
        var places = new List<Place>();
        var parser = new Parser(new StringReader(text));
        // Of each open node whether it is a mapping, and how many nodes stand in it.
        var open = new Stack<(bool IsMapping, int Count)>();
        while (parser.MoveNext())
        {
            if (parser.Current is MappingEnd or SequenceEnd)
            {
                open.Pop();
                continue;
            }

            if (parser.Current is not NodeEvent)
            {
                continue;
            }

            var isName = open.TryPeek(out var outer) && outer.IsMapping && outer.Count % 2 == 0;
            if (open.TryPop(out outer))
            {
                open.Push((outer.IsMapping, outer.Count + 1));
            }

            if (parser.Current is Scalar { Style: ScalarStyle.Plain } scalar && scalar.Value.Length > 0)
            {
                places.Add(new((int)scalar.Start.Index, (int)scalar.End.Index, isName, scalar.Value, true));
            }
            else if (parser.Current is MappingStart or SequenceStart)
            {
                open.Push((parser.Current is MappingStart, 0));
            }
        }

        return places;
    }

    private static List<Place> JsonPlaces(string text)
    {
        // Places are counted in bytes, so only texts of ASCII have the same in characters.
        var places = new List<Place>();
        if (!Ascii.IsValid(text))
        {
            return places;
        }

        var reader = new Utf8JsonReader(
            Encoding.ASCII.GetBytes(text),
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var top = "";
        while (reader.Read())
        {
            var (from, to) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                top = reader.CurrentDepth == 1 ? reader.GetString()! : top;
                to = text.LastIndexOf('"', to - 1) + 1;
                places.Add(new(from, to, true, top, reader.CurrentDepth > 1));
            }
            else if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            {
                places.Add(new(from, to, false, top, true));
            }
        }

        return places;
    }

    private static string Summary(SystemFile file)
    {
        var random = new RandomStreams(20).Open(StreamPurpose.Analysis, file.System.Dimension);
        double[] state = [.. Enumerable.Range(0, file.System.Dimension).Select(_ => 0.1 + random.NextDouble())];
        var rate = new double[state.Length];
        file.System.Evaluate(state, rate);
        return $"{file.Id} {file.System.Model} {string.Join(' ', rate)} {string.Join(' ', file.InitialState ?? [])} {file.Right?.Rows} {string.Join(' ', file.Notes)}";
    }
}
