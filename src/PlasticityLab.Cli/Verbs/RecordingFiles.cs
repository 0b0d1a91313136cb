using PlasticityLab.Analysis.Inference;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Reads what a rule is inferred from: an archive of weights and one of activity; FILE:ARRAY names the array.</summary>
internal static class RecordingFiles
{
    /// <summary>The recording.</summary>
    /// <exception cref="UserError">All that is wrong.</exception>
    public static RuleRecording Read(string weightFile, string activityFile, string? step, string tauText)
    {
        var problems = new Gathered();
        using var w = ArrayFile.Open(weightFile, problems);
        using var a = ArrayFile.Open(activityFile, problems);
        var dt = Seconds(step, "--dt", problems);
        var tau = Seconds(tauText, "--tau-change", problems) ?? 0.010;
        problems.ThrowIfAny();
        var (weights, activity) = (Weights(w!, problems), Activity(a!, problems));
        dt ??= a!.One("dt") ?? w!.One("dt");
        if (dt is null)
        {
            problems.Add([$"{a!.Path} has no dt; add it in seconds, or say --dt 1ms."]);
        }

        problems.ThrowIfAny();
        var (pre, post) = activity!.Value;
        var steps = Steps(w!, weights!.Count, pre.Rows, dt!.Value, problems);
        problems.ThrowIfAny();
        var recording = new RuleRecording(pre, post, dt.Value, steps!, weights)
        {
            PreChange = a!.Matrix("pre_change"),
            PostChange = a.Matrix("post_change"),
            TauChange = tau,
            Low = a.One("weight_min") ?? w!.One("weight_min") ?? double.NegativeInfinity,
            High = a.One("weight_max") ?? w!.One("weight_max") ?? double.PositiveInfinity,
        };
        problems.Add(recording.Problems().Select(problem => $"{w!.Path}, {a.Path}: {problem}"));
        problems.ThrowIfAny();
        return recording;
    }

    private static (Matrix Pre, Matrix Post)? Activity(ArrayFile file, Gathered problems)
    {
        var one = file.Named ?? "rates";
        if (file.Named is not null || file.Has(one))
        {
            return file.Matrix(one) is { } both ? (both, both) : null;
        }

        if (file.Has("pre") && file.Has("post"))
        {
            return file.Matrix("pre") is { } pre && file.Matrix("post") is { } post ? (pre, post) : null;
        }

        problems.Add([
            $"{file.Path} must hold rates [time, neuron], or pre and post; it holds {file.Contents}. Another name is said as {file.Path}:NAME.",
        ]);
        return null;
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

    private static List<Matrix>? Weights(ArrayFile file, Gathered problems)
    {
        var name = file.Named ?? (file.Has("weights") ? "weights" : "W");
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
            .. Enumerable
                .Range(0, array.Shape[0])
                .Select(k => new Matrix(rows, columns, array.Values[(k * rows * columns)..((k + 1) * rows * columns)])),
        ];
    }

    // Said in steps or in seconds; else a reading a step, after it, or one more before the first.
    private static int[]? Steps(ArrayFile file, int readings, int steps, double dt, Gathered problems)
    {
        foreach (var (name, unit) in new[] { ("step", 1.0), ("time", dt) })
        {
            if (file.Has(name) && file.Matrix(name) is { } times)
            {
                return times.Values.Length == readings
                    ? OnGrid(file, name, times.Values, unit, problems)
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

    // A tenth of a step is what times in single precision may be off after a million steps.
    private static int[]? OnGrid(ArrayFile file, string name, double[] times, double unit, Gathered problems)
    {
        var off = Array.FindIndex(times, time => !(Math.Abs((time / unit) - Math.Round(time / unit)) <= 0.1) || time < 0);
        if (off >= 0)
        {
            problems.Add([
                name == "step"
                    ? $"{file.Path}: {name} must hold whole steps from 0 on, but number {off + 1} is {times[off]:R}."
                    : $"{file.Path}: {name} must hold times at the end of steps of {Quantity.Show(unit, "s")}, from 0 on, but number {off + 1} is {times[off]:R} s; give the nearest step, or activity in finer steps.",
            ]);
            return null;
        }

        return [.. times.Select(time => (int)Math.Round(Math.Min(time / unit, int.MaxValue)))];
    }

    // The arrays of one archive, and the one that its name names.
    private sealed class ArrayFile(NpzArchive archive, string path, string? named, Gathered problems) : IDisposable
    {
        private readonly HashSet<string> _names = [.. archive.Arrays.Select(array => array.Name)];

        public string Path => path;

        public string? Named => named;

        public string Contents => archive.Contents;

        public static ArrayFile? Open(string name, Gathered problems)
        {
            var (path, array) = NpzArchive.Named(name) is var (file, one) ? (file, one) : (name, null);
            return problems.Try(() => NpzArchive.Open(path)) is { } archive ? new(archive, path, array, problems) : null;
        }

        public bool Has(string name) => _names.Contains(name);

        public NpyArray? Array(string name) => problems.Try(() => archive.Read(name));

        public Matrix? Matrix(string name) =>
            name == named || Has(name) ? problems.Try(() => archive.Read(name).ToMatrix($"{path}: {name}")) : null;

        public double? One(string name)
        {
            if (Matrix(name) is not { } value)
            {
                return null;
            }

            if (value.Values.Length != 1)
            {
                problems.Add([$"{path}: {name} must be one number, but has {value.Values.Length}."]);
                return null;
            }

            return value.Values[0];
        }

        public void Dispose() => archive.Dispose();
    }
}
