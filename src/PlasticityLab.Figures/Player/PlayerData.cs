using System.Text.Json;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Player;

/// <summary>What the living figure of a report shows: stored replays, learned weights and the two-assembly system of every rule.</summary>
internal static class PlayerData
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web) { Converters = { new MissingAsNull() } };

    /// <summary>The scripts and styles of the player; course.js, which the live lab has too, stands before player.js.</summary>
    public static string Read(string name)
    {
        if (name == "player.js")
        {
            return Resource("course.js") + Resource(name);
        }

        return Resource(name);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PlayerData).Assembly.GetManifestResourceStream($"Player.{name}")!);
        return reader.ReadToEnd();
    }

    /// <summary>The stored arrays as JSON that may stand in a page's script element; null when the study kept no replay.</summary>
    public static string? Json(StudyResults study)
    {
        var courses = study.Rows<CourseRow>();
        if (courses.Count == 0)
        {
            return null;
        }

        var conditions = courses.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        var rules = study.Ordered(courses.Select(row => row.Rule));
        var data = new
        {
            Conditions = conditions.Select(condition => new { Id = condition, Name = study.ConditionName(condition) }),
            Rules = rules.Select(rule => new { Id = rule, Name = StudyView.Label(rule) }),
            Step = TwoAssemblies.Step,
            TwoAssemblies.Steps,
            TwoAssemblies.Every,
            Networks = conditions
                .SelectMany(condition => rules.Select(rule => Network(study, rule, condition)))
                .Where(network => network is not null),
        };

        // "<" could end the script element that holds the text.
        return MarkupText.InScript(JsonSerializer.Serialize(data, Compact));
    }

    private static object? Network(StudyResults study, string rule, string condition)
    {
        var rows = study.Rows<CourseRow>().Where(row => row.Rule == rule && row.Condition == condition).ToArray();
        if (rows.Length == 0)
        {
            return null;
        }

        double[] times = [.. rows.Select(row => row.TimeMs).Distinct().Order()];
        // At most 250 moments: a scrubber cannot show more.
        var every = Math.Max(1, (int)Math.Ceiling(times.Length / 250.0));
        double[] kept = [.. times.Where((_, i) => i % every == 0)];
        var (place, items) = (kept.Select((time, i) => (time, i)).ToDictionary(x => x.time, x => x.i), rows.Max(row => row.Item));
        var overlaps = new byte[kept.Length * items];
        foreach (var row in rows.Where(row => place.ContainsKey(row.TimeMs)))
        {
            var value = Math.Clamp(row.Overlap is var m && double.IsFinite(m) ? m : 0, 0, 1);
            overlaps[(place[row.TimeMs] * items) + row.Item - 1] = (byte)Math.Round(255 * value);
        }

        var weights = new double[items * items];
        foreach (
            var cell in study
                .Rows<BlockRow>()
                .Where(row => row.Rule == rule && row.Condition == condition)
                .GroupBy(row => (row.Post, row.Pre))
                .Where(cell => cell.Key.Post <= items && cell.Key.Pre <= items)
        )
        {
            weights[((cell.Key.Post - 1) * items) + cell.Key.Pre - 1] = Math.Round(cell.Average(row => row.B), 4);
        }

        return new
        {
            Rule = rule,
            Condition = condition,
            Items = items,
            TimeStep = kept.Length > 1 ? kept[1] - kept[0] : 1,
            Overlaps = Convert.ToBase64String(overlaps),
            Weights = weights,
            Plane = Plane(study, rule, condition),
        };
    }

    private static object? Plane(StudyResults study, string rule, string condition)
    {
        if (ReducedNetwork.Of(study, rule, condition) is not { } network)
        {
            return null;
        }

        var plane = network.Plane(choice: false, double.NaN);
        return new
        {
            System = network.Two(),
            NullX = plane.NullX.Select(Flat),
            NullY = plane.NullY.Select(Flat),
            Points = plane.Points.Select(point => new
            {
                X = Math.Round(point.X, 6),
                Y = Math.Round(point.Y, 6),
                point.Type,
            }),
        };
    }

    // Every second vertex is enough for a line of 1/120 of the panel's width a piece.
    private static double[] Flat((double X, double Y)[] line) =>
        [.. line.Where((_, i) => i % 2 == 0 || i == line.Length - 1).SelectMany(p => new[] { Math.Round(p.X, 4), Math.Round(p.Y, 4) })];

    // A block of an assembly without neurons of its own is missing; JSON has no word for NaN.
    private sealed class MissingAsNull : System.Text.Json.Serialization.JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
