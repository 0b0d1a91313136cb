using System.Collections.Immutable;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>What became of runs that were computed again and compared with the stored ones.</summary>
/// <param name="Stored">Runs, recordings and steps of the study that are stored and whole.</param>
/// <param name="Damaged">Those that are gone or damaged.</param>
/// <param name="Computed">Runs that were computed again.</param>
/// <param name="Equal">Those that came out with the same bits.</param>
/// <param name="Close">Those that were stored with another arithmetic and agree to 1e-10.</param>
/// <param name="Different">Names of those that do not agree.</param>
/// <param name="HasTables">Whether the study's tables have been written.</param>
/// <param name="Changed">Tables and lists that are gone or otherwise than they were written.</param>
public sealed record StudyVerification(
    int Stored,
    int Damaged,
    int Computed,
    int Equal,
    int Close,
    ImmutableArray<string> Different,
    bool HasTables,
    ImmutableArray<string> Changed
)
{
    /// <summary>Whether nothing speaks against the stored runs and the tables.</summary>
    public bool Holds => Damaged == 0 && Different.IsEmpty && Changed.IsEmpty;

    /// <summary>Computes a sample of the stored runs again. Nothing is stored.</summary>
    /// <param name="folder">A complete study.</param>
    /// <param name="sample">How many; spread evenly over the names, which are hashes, so over everything.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="cancellation">Stops.</param>
    public static StudyVerification Of(
        StudyFolder folder,
        int sample,
        int threads,
        Action<RunProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        var (store, jobs) = (folder.Store(), folder.PartNames(cancellation));
        var whole = jobs.Count(job => store.Find(job.Id, job.Part) is not null);
        Part[] parts =
        [
            .. jobs.Where(job => job.Part.StartsWith(RunPart.Prefix, StringComparison.Ordinal))
                .Select(job => store.Find(job.Id, job.Part))
                .OfType<Part>()
                .OrderBy(part => part.Id, StringComparer.Ordinal),
        ];
        var count = Math.Min(sample, parts.Length);
        Part[] chosen = [.. Enumerable.Range(0, count).Select(k => parts[(int)((long)k * parts.Length / count)])];
        var (done, equal, close) = (0, 0, 0);
        var different = new List<string>();
        Parallel.ForEach(
            chosen,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            part =>
            {
                var result = RunPart.Read(part.Bytes.Span);
                var run = result.Spec! with { Measures = MeasureSet.In(result) };
                var again = RunPart.ToBytes(Runs.Run.Execute(run, cancellation));
                var same = again.AsSpan().SequenceEqual(part.Bytes.Span);
                var agrees = same || (RunPart.ArithmeticOf(run) != part.Arithmetic && Agreement.Holds(part.Bytes.Span, again));
                lock (different)
                {
                    equal += same ? 1 : 0;
                    close += !same && agrees ? 1 : 0;
                    if (!agrees)
                    {
                        different.Add(part.Id);
                    }

                    progress?.Invoke(new(++done, count, done, 0, different.Count, "computed again"));
                }
            }
        );
        var changed = StudyContents.ChangedIn(folder.Path);
        return new(
            whole,
            jobs.Count - whole,
            count,
            equal,
            close,
            [.. different.Order(StringComparer.Ordinal)],
            changed is not null,
            [.. changed ?? []]
        );
    }
}
