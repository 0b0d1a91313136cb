using System.Text.Json;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>The folder of a study's results, named by the study's name and hash: another spec is another folder, the same spec goes on
/// where it stopped.</summary>
public sealed class StudyFolder
{
    private StudyFolder(string path, StudySpec study) => (Path, Study) = (path, study);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The study.</summary>
    public StudySpec Study { get; }

    /// <summary>Where the folder of a study is or will be; makes nothing.</summary>
    public static StudyFolder At(StudySpec study, string parent)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new(System.IO.Path.Combine(parent, $"{study.Name}-{study.Hash()}"), study);
    }

    /// <summary>Opens or makes the folder of a study below <paramref name="parent"/>.</summary>
    /// <param name="study">The resolved study.</param>
    /// <param name="parent">Folder that holds study folders.</param>
    /// <param name="original">What the user wrote, kept untouched; null: nothing.</param>
    public static StudyFolder Open(StudySpec study, string parent, string? original = null)
    {
        var path = At(study, parent).Path;
        OutputFile.MakeFolder(parent);
        OutputFile.MakeFolder(path);
        OutputFile.Update(System.IO.Path.Combine(path, "study.resolved.json"), study.ToCanonicalJson() + "\n");
        if (original is not null)
        {
            OutputFile.Update(System.IO.Path.Combine(path, "study.original.yaml"), original);
        }

        return new(path, study);
    }

    /// <summary>Opens a folder that a study was run in.</summary>
    /// <exception cref="UserError">There is no study there.</exception>
    public static StudyFolder Load(string path)
    {
        var file = System.IO.Path.Combine(path, "study.resolved.json");
        if (!File.Exists(file))
        {
            throw new UserError(
                $"{path} holds no study: there is no study.resolved.json in it. Run one with: plasticity study run studies/first-look.yaml"
            );
        }

        StudySpec? study;
        try
        {
            study = JsonSerializer.Deserialize<StudySpec>(UserFile.Text(file), Json.Canonical);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new UserError($"{file} is damaged; run its study.original.yaml again: {error.Message}");
        }

        return study is null ? throw new UserError($"{file} is damaged; run its study.original.yaml again.")
            : study.SchemaVersion == StudySpec.Schema ? new(path, study)
            : throw new UserError(OfAnotherVersion(path, study));
    }

    /// <summary>What to say of a folder that another version wrote.</summary>
    internal static string OfAnotherVersion(string path, StudySpec study) =>
        study.SchemaVersion > StudySpec.Schema
            ? $"{path} was written by a newer version, which this version does not read; go on with the version that wrote it (\"build\" in its manifest.json)."
            : $"{path} was written by version 0.1, which this version does not read; run its study.original.yaml again: plasticity study upgrade FILE, then plasticity study run FILE.";

    /// <summary>The finished runs: one store for all studies beside this one.</summary>
    public FolderStore Store() => StoreIn(System.IO.Path.GetDirectoryName(UserFile.FullPath(Path).TrimEnd('/', '\\'))!);

    /// <summary>The store that all studies of a folder share.</summary>
    /// <param name="results">Folder that holds study folders.</param>
    public static FolderStore StoreIn(string results) => new(System.IO.Path.Combine(results, StoreName));

    /// <summary>Name of the folder, beside the studies' folders, that holds their runs.</summary>
    public const string StoreName = "store";

    /// <summary>What was noticed when the study was run last, sentences for people.</summary>
    public IReadOnlyList<string> Remarks { get; private set; } = [];

    /// <summary>Told what is stored and what is missing before the first run is computed; what it answers, what the rest will take say, is
    /// written into the log. Null: nobody.</summary>
    public Func<StudyCount, string>? BeforeRuns { get; set; }

    /// <summary>The log of the process that began last to work on the study: what it was asked, with which program and settings, what it did
    /// when, how it ended. Null when there is none.</summary>
    public string? LastLog => StudySession.LastLog(Path);

    /// <summary>Counts the very runs that the study needs, and what of them is stored; changes nothing.</summary>
    public StudyCount Count(CancellationToken cancellation = default) => StudyRunner.Count(Study, Store(), cancellation);

    /// <summary>How far the study is; changes nothing.</summary>
    public StudyStatus Status(CancellationToken cancellation = default)
    {
        var (store, sessions) = (Store(), StudySession.All(Path));
        var working = sessions.Count(session => session.State == "working");
        if (Whole() is { } whole)
        {
            return new(StudyCount.Of(whole.Runs), 0, HasTables: true, working, store.Status(whole.Stamps?.StoredNames));
        }

        var memory = Study.Memory is null ? 0 : new MemoryRun(Study, Path, store, new Worker(1), null).CountMissing();
        return new(Count(cancellation), memory, HasTables: false, working, store.Status());
    }

    /// <summary>Runs what is missing and writes the tables. When all is there and whole, no run is read whose file has not been touched
    /// since it was found whole, and no table is written.</summary>
    /// <param name="threads">Threads across runs.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="commandLine">For the manifest.</param>
    /// <param name="sameBuild">Computes anew what another program has computed.</param>
    /// <param name="cancellation">Stops between runs; finished ones are kept.</param>
    /// <returns>How many runs were computed now.</returns>
    public int Run(
        int threads,
        Action<RunProgress>? progress = null,
        string commandLine = "",
        bool sameBuild = false,
        CancellationToken cancellation = default
    )
    {
        if (IsComplete(sameBuild))
        {
            Remarks = [];
            if (!HasManifest())
            {
                WriteManifest(complete: true, threads, StudyContents.Jobs(Path).Count, 0);
            }

            return 0;
        }

        using var session = new StudySession(Path, threads, commandLine, cancellation);
        var runs = Runs(NewWorker(threads), progress, sameBuild, session);
        return InSession(
            session,
            runs,
            () =>
            {
                Compute(runs, progress, session);
                foreach (var remark in Remarks)
                {
                    session.Say(remark);
                }

                session.End("complete", runs.Computed, runs.ProcessorTimeOfJobs);
                WriteManifest(complete: true, threads, runs.Jobs.Count, runs.Different);
            }
        );
    }

    /// <summary>Computes what is missing beside any number of other processes, and writes no table: that is done once, when all of them
    /// have ended (<see cref="Run"/>).</summary>
    /// <param name="threads">Threads across runs.</param>
    /// <param name="patience">How long it waits for others without getting something to compute.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="commandLine">For the session's file.</param>
    /// <param name="cancellation">Stops between runs; finished ones are kept.</param>
    /// <returns>How many runs and steps were computed.</returns>
    /// <exception cref="NothingToDoException">Others were at all that is left for longer than <paramref name="patience"/>.</exception>
    public int Work(
        int threads,
        TimeSpan patience,
        Action<RunProgress>? progress = null,
        string commandLine = "",
        CancellationToken cancellation = default
    )
    {
        if (IsComplete(sameBuild: false))
        {
            return 0;
        }

        using var session = new StudySession(Path, threads, commandLine, cancellation);
        var runs = Runs(NewWorker(threads) with { Patience = patience }, progress, sameBuild: false, session);
        return InSession(
            session,
            runs,
            () =>
            {
                _ = new StudyRunner(Study, runs).Run(session.Token);
                _ = Study.Memory is null
                    ? 0
                    : new MemoryRun(Study, Path, runs.Store, runs.Worker, progress).Compute(runs, session.Token).Count();
                session.End("complete", runs.Computed, runs.ProcessorTimeOfJobs);
            }
        );
    }

    private static int InSession(StudySession session, StoredRuns runs, Action work)
    {
        try
        {
            work();
            return runs.Computed;
        }
        catch (Exception error)
        {
            session.End(
                error is OperationCanceledException ? "cancelled"
                    : error is NothingToDoException ? "complete"
                    : "failed",
                runs.Computed,
                runs.ProcessorTimeOfJobs,
                error.Message
            );
            throw;
        }
    }

    /// <summary>Tries the runs again that threw, and only these.</summary>
    /// <returns>How many were tried.</returns>
    /// <exception cref="StepsFailedException">Some threw again.</exception>
    public int Retry(int threads, Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var count = Count(cancellation);
        RunSpec[] failed = [.. count.Missing.Where(run => count.Failed.ContainsKey(run.Id()))];
        _ = new StoredRuns(Store(), NewWorker(threads), progress).Execute(failed, "tried again", cancellation);
        return failed.Length;
    }

    /// <summary>Names of the study's parts in the store: of a study that was complete all, else the runs and steps that are stored.</summary>
    internal IReadOnlyList<(string Id, string Part)> PartNames(CancellationToken cancellation)
    {
        if (StudyContents.HasJobs(Path))
        {
            return [.. Named(StudyContents.Jobs(Path))];
        }

        var survey = new RunSurvey(Store());
        _ = new StudyRunner(Study, survey).Run(cancellation);
        return [.. survey.Found];
    }

    /// <summary>Asks every process that works on the study to stop, and waits for them.</summary>
    /// <returns>How many worked on it, and how many of them still do.</returns>
    public (int Asked, int Left) Cancel(TimeSpan patience, CancellationToken cancellation = default)
    {
        int Working() => StudySession.All(Path).Count(session => session.State == "working");
        var asked = Working();
        if (asked > 0)
        {
            StudySession.Cancel(Path);
        }

        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (Working() > 0 && System.Diagnostics.Stopwatch.GetElapsedTime(began) < patience)
        {
            cancellation.WaitHandle.WaitOne(200);
            cancellation.ThrowIfCancellationRequested();
        }

        return (asked, Working());
    }

    /// <summary>Whether a page was made of the present tables by the present program.</summary>
    public bool IsCurrent(string page) => File.Exists(page) && StudyContents.Key(Path) is { } key && StudyContents.KeyOfPage(page) == key;

    /// <summary>Notes that a page was made of the present tables.</summary>
    public void MarkCurrent(string page) => StudyContents.MarkPage(page, StudyContents.Key(Path));

    /// <summary>Removes what was left half written longer ago than <paramref name="age"/>, here and in the store.</summary>
    /// <returns>How many files went.</returns>
    public int Clean(TimeSpan age)
    {
        var old = Directory
            .EnumerateFiles(Path, "*.part", SearchOption.AllDirectories)
            .Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > age)
            .ToArray();
        foreach (var file in old)
        {
            File.Delete(file);
        }

        return old.Length + Store().Clean(age);
    }

    private static Worker NewWorker(int threads) => new(threads, Provenance.Arithmetic, Provenance.Build);

    private static IEnumerable<(string Id, string Part)> Named(IEnumerable<StudyContents.Job> jobs) =>
        jobs.Select(job => (job.Id, job.Part));

    private bool IsComplete(bool sameBuild)
    {
        if (Whole() is not { } whole || whole.Build != Provenance.Build)
        {
            return false;
        }

        if (whole.IsNew)
        {
            whole.Stamps?.Write(Path);
        }

        return !sameBuild || whole.Runs.Programs.All(build => build == Provenance.Build);
    }

    // What a study consists of whose tables and parts are all there and whole.
    // Stamps: how its files look, where that is known; IsNew: they are not noted yet.
    private sealed record Complete(string Build, RunTally Runs, StudyStamps? Stamps, bool IsNew);

    // Null: it is not complete. Reads what has been touched since it was found whole, and writes nothing.
    private Complete? Whole()
    {
        if (StudyContents.Read(Path) is not { } contents)
        {
            return null;
        }

        if (contents is { Runs: { } runs, Noted: { } noted } && noted.HoldStored(Path))
        {
            var isNew = !noted.Own.SequenceEqual(contents.Own);
            return new(contents.Build, runs, noted with { Own = contents.Own }, isNew);
        }

        var (store, jobs) = (Store(), StudyContents.Jobs(Path));
        var stored = StudyStamps.Look(Path, store.FilesOf(Named(jobs)));
        StudyContents.Job[] found = [.. StudyContents.Find(store, Named(jobs)).OfType<StudyContents.Job>()];
        // Parts that came from elsewhere since, of another build perhaps, are not those of the list: they are looked at every time.
        var stamps = stored is not null && found.SequenceEqual(jobs) ? new StudyStamps(contents.Sum, contents.Own, stored) : null;
        return found.Length < jobs.Count ? null : new(contents.Build, RunTally.Of(found), stamps, IsNew: true);
    }

    private bool HasManifest()
    {
        try
        {
            var file = System.IO.Path.Combine(Path, "manifest.json");
            using var manifest = File.Exists(file) ? JsonDocument.Parse(UserFile.Text(file)) : null;
            return manifest?.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("complete", out var complete)
                && complete.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private StoredRuns Runs(Worker worker, Action<RunProgress>? progress, bool sameBuild, StudySession session)
    {
        var store = Store();
        var count = StudyRunner.Count(Study, store, session.Token);
        session.Begin(Study, count);
        if (BeforeRuns?.Invoke(count) is { Length: > 0 } foretold)
        {
            session.Say(foretold);
        }

        return new(
            store,
            worker,
            p =>
            {
                session.Tell(p);
                progress?.Invoke(p);
            },
            count with
            {
                Missing = [],
            }
        )
        {
            SameBuild = sameBuild,
        };
    }

    private void Compute(StoredRuns runs, Action<RunProgress>? progress, StudySession session)
    {
        StudyContents.Remove(Path);
        WriteManifest(complete: false, runs.Worker.Threads, 0, 0);
        var writer = new StudyWriter(Path, session.Token);
        WriteRuns(runs, writer, session.Token);
        if (Study.Memory is not null)
        {
            new MemoryRun(Study, Path, runs.Store, runs.Worker, progress).Write(runs, session.Token);
            var written = StudyResults.Of(Path, Study);
            foreach (var table in StudyTables.Memory)
            {
                writer.WriteForms(table, written.Rows(table));
            }
        }

        // Claims see what a reader sees: the tables as they are written.
        writer.Write([StudyClaims.Tables(StudyResults.Of(Path, Study))]);
        writer.Write([StudyFindings.Tables(StudyResults.Of(Path, Study))]);
        writer.RemoveOldForms();

        var store = (FolderStore)runs.Store;
        var stored = StudyStamps.Look(Path, store.FilesOf(runs.Jobs)); // before the parts are read: what changes later is seen next time
        var jobs = StudyContents.Find(store, runs.Jobs);
        Remarks = [.. RemarksOn(jobs, runs)];
        // A job that is gone again stands there without origin, so that the next run misses it.
        StudyContents.Job[] all = [.. jobs.Zip(runs.Jobs, (job, name) => job ?? new StudyContents.Job(name.Id, name.Part, "", "", 0))];
        var contents = StudyContents.Write(Path, Provenance.Build, all);
        if (stored is not null && !jobs.Contains(null))
        {
            new StudyStamps(contents.Sum, contents.Own, stored).Write(Path);
        }
    }

    // By itself, so that what was found of thousands of runs is let go of before the tables are read again.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void WriteRuns(StoredRuns runs, StudyWriter writer, CancellationToken cancellation)
    {
        var runner = new StudyRunner(Study, runs);
        writer.Write(runner.Run(cancellation)!);
        StudyContents.WriteRuns(Path, runner.Scored);
    }

    private static IEnumerable<string> RemarksOn(IReadOnlyList<StudyContents.Job?> jobs, StoredRuns runs)
    {
        if (jobs.Count(job => job is null) is var gone and > 0)
        {
            yield return $"{gone} of {jobs.Count} runs were removed from the store while the study ran; the tables are right, and the next run computes them again.";
        }

        if (runs.Different > 0)
        {
            yield return $"{runs.Different} runs came out otherwise than they are stored, by more than arithmetic explains: see {StoreName}/different. The first outcome counts; this is a defect, please report it.";
        }

        string[] builds = [.. jobs.OfType<StudyContents.Job>().Select(job => job.Build).Distinct().Order(StringComparer.Ordinal)];
        if (builds.Length > 1)
        {
            yield return $"The runs are of {builds.Length} builds ({string.Join(", ", builds)}); --same-build computes anew what another one has computed.";
        }
    }

    private void WriteManifest(bool complete, int threads, int runs, int different)
    {
        var sessions = StudySession.All(Path);
        var manifest = new Dictionary<string, object>
        {
            ["program"] = "PlasticityLab",
            ["version"] = Provenance.Version,
            ["results_version"] = RunSpec.ResultsVersion,
            ["study"] = Study.Name,
            ["study_hash"] = Study.Hash(),
            ["complete"] = complete,
            ["precision"] = Study.Precision,
            ["started"] = sessions.Count > 0 ? sessions[0].Started : DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["seconds"] = Math.Round(sessions.Sum(session => session.Seconds), 1),
            ["threads"] = threads,
            ["runs"] = runs,
            ["runs_computed"] = sessions.Sum(session => session.Computed),
            ["second_outcomes_that_differ"] = different,
        };
        foreach (var (key, value) in Provenance.Machine)
        {
            manifest[key] = value;
        }

        if (Study.Network is RateNetwork { Arithmetic: Numerics.Arithmetic.Portable })
        {
            manifest["arithmetic"] = "portable";
        }

        manifest["command_line"] = sessions.Count > 0 ? sessions[^1].CommandLine : "";
        OutputFile.Update(System.IO.Path.Combine(Path, "manifest.json"), JsonSerializer.Serialize(manifest, Json.Indented) + "\n");
    }
}

/// <summary>How far a study is.</summary>
/// <param name="Count">Its runs.</param>
/// <param name="MemoryMissing">Parts of its memory part that are missing.</param>
/// <param name="HasTables">Whether its tables are complete and as they were written.</param>
/// <param name="Working">Processes that work on it.</param>
/// <param name="Store">What lies in the store that it shares.</param>
public sealed record StudyStatus(StudyCount Count, int MemoryMissing, bool HasTables, int Working, StoreStatus Store)
{
    /// <summary>Whether everything is computed and written.</summary>
    public bool IsComplete => HasTables && Count.IsComplete && MemoryMissing == 0;

    /// <summary>complete, failed (some runs threw), working, or incomplete.</summary>
    public string State =>
        IsComplete ? "complete"
        : Count.Failed.Count > 0 ? "failed"
        : Working > 0 ? "working"
        : "incomplete";
}
