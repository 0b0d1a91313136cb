using PlasticityLab.Analysis.Inference;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Reads what a rule is inferred from: an archive of weights and one of activity.</summary>
internal static class RecordingFiles
{
    /// <summary>The recording.</summary>
    /// <exception cref="UserError">All that is wrong.</exception>
    public static RuleRecording Read(string weightFile, string activityFile, string? step, string tauText)
    {
        var problems = new Gathered();
        using var weightArchive = problems.Try(() => NpzArchive.Open(weightFile));
        using var activityArchive = problems.Try(() => NpzArchive.Open(activityFile));
        var dt = Seconds(step, "--dt", problems);
        var tau = Seconds(tauText, "--tau-change", problems) ?? 0.010;
        problems.ThrowIfAny();
        var (w, a) = (new File(weightArchive!, weightFile, problems), new File(activityArchive!, activityFile, problems));
        var weights = Weights(w, problems);
        var both = a.Matrix("rates");
        var (pre, post) = both is not null || a.Has("rates") ? (both, both) : (a.Matrix("pre"), a.Matrix("post"));
        if (!a.Has("rates") && (pre is null || post is null))
        {
            problems.Add([$"{activityFile} must hold rates [time, neuron], or pre and post; it holds {activityArchive!.Contents}."]);
        }

        dt ??= a.One("dt") ?? w.One("dt");
        if (dt is null)
        {
            problems.Add([$"{activityFile} has no dt; add it in seconds, or say --dt 1ms."]);
        }

        problems.ThrowIfAny();
        var steps = Steps(w, weights!.Count, pre!.Rows, dt!.Value, problems);
        problems.ThrowIfAny();
        var recording = new RuleRecording(pre, post!, dt.Value, steps!, weights)
        {
            PreChange = a.Matrix("pre_change"),
            PostChange = a.Matrix("post_change"),
            TauChange = tau,
            Low = a.One("weight_min") ?? w.One("weight_min") ?? double.NegativeInfinity,
            High = a.One("weight_max") ?? w.One("weight_max") ?? double.PositiveInfinity,
        };
        problems.Add(recording.Problems().Select(problem => $"{weightFile}, {activityFile}: {problem}"));
        problems.ThrowIfAny();
        return recording;
    }

    private static double? Seconds(string? text, string option, Gathered problems)
    {
        if (text is null)
        {
            return null;
        }

        if (Quantity.TryParse(text, "s", out var seconds, out var problem))
        {
            return seconds;
        }

        problems.Add([$"{option} {problem}"]);
        return null;
    }

    private static List<Matrix>? Weights(File file, Gathered problems)
    {
        var name = file.Has("weights") ? "weights" : "W";
        if (file.Array(name) is not { } array)
        {
            return null;
        }

        if (array.Shape.Length != 3 || array.Values.Length == 0)
        {
            problems.Add([$"{file.Path}: {name} must have the shape [time, post, pre], but has ({string.Join(", ", array.Shape)})."]);
            return null;
        }

        var (rows, columns) = (array.Shape[1], array.Shape[2]);
        return
        [
            .. Enumerable.Range(0, array.Shape[0]).Select(k => new Matrix(rows, columns, array.Values[(k * rows * columns)..((k + 1) * rows * columns)])),
        ];
    }

    // Said in steps or in seconds; else a reading a step, after it, or one more before the first.
    private static int[]? Steps(File file, int readings, int steps, double dt, Gathered problems)
    {
        foreach (var (name, unit) in new[] { ("step", 1.0), ("time", dt) })
        {
            if (file.Has(name) && file.Matrix(name) is { } times)
            {
                return times.Values.Length == readings
                    ? [.. times.Values.Select(time => (int)Math.Round(Math.Clamp(time / unit, -1, int.MaxValue)))]
                    : Refused($"{file.Path}: {name} has {times.Values.Length} times, but there are {readings} readings of the weights.");
            }
        }

        return readings == steps ? [.. Enumerable.Range(1, steps)]
            : readings == steps + 1 ? [.. Enumerable.Range(0, readings)]
            : Refused(
                $"{file.Path} has {readings} readings of the weights, but the activity has {steps} steps: record both over the same time, or say when the weights were read: step [time] in steps, or time [time] in seconds."
            );

        int[]? Refused(string sentence)
        {
            problems.Add([sentence]);
            return null;
        }
    }

    // The arrays of one archive.
    private sealed class File(NpzArchive archive, string path, Gathered problems)
    {
        private readonly HashSet<string> _names = [.. archive.Arrays.Select(array => array.Name)];

        public string Path => path;

        public bool Has(string name) => _names.Contains(name);

        public NpyArray? Array(string name) => problems.Try(() => archive.Read(name));

        public Matrix? Matrix(string name) => Has(name) ? problems.Try(() => archive.Read(name).ToMatrix($"{path}: {name}")) : null;

        public double? One(string name)
        {
            if (Matrix(name) is not { } value)
            {
                return null;
            }

            if (value.Values.Length != 1)
            {
                problems.Add([$"{path}: {name} must be one number, but has {value.Values.Length}."]);
            }

            return value.Values[0];
        }
    }
}
