using System.Diagnostics;
using System.Globalization;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using Spectre.Console;

namespace PlasticityLab.Cli;

/// <summary>Runs a study for a person at a terminal: progress, table, verdicts, where the report is.</summary>
/// <param name="Threads">Threads across runs.</param>
/// <param name="Report">Write the report.</param>
/// <param name="Json">Print one JSON document.</param>
/// <param name="Quiet">No progress.</param>
/// <param name="Events">Print JSON lines while it runs.</param>
/// <param name="SameBuild">Compute anew what another build has computed.</param>
internal sealed record StudyRun(int Threads, bool Report, bool Json, bool Quiet, bool Events = false, bool SameBuild = false)
{
    /// <summary>Say of every pair of rules which is ahead, or that they are not ranked.</summary>
    public bool Ranks { get; init; }

    /// <summary>What a person may do next with a study's folder, as commands.</summary>
    public Func<string, IEnumerable<string>> Next { get; init; } = _ => [];

    /// <summary>The file that was written for this study; null: the person has it.</summary>
    public string? File { get; init; }

    /// <summary>Runs a study in its folder below <paramref name="parent"/>.</summary>
    public Task<int> Run(StudySpec study, string? original, string parent, CancellationToken cancellation) =>
        Run(Open(study, original, parent, cancellation), cancellation);

    /// <summary>The folder of a study below <paramref name="parent"/>; says how it differs from the last one of that name.</summary>
    public StudyFolder Open(StudySpec study, string? original, string parent, CancellationToken cancellation)
    {
        var folder = StudyFolder.At(study, parent);
        var last = Directory.Exists(folder.Path) ? null : SpecDifference.SinceLast(folder);
        folder = StudyFolder.Open(study, parent, original);
        if (last is { } other && !Json && !Quiet && !Events)
        {
            var count = folder.Count(cancellation);
            var shown = other.Changes.Take(5).ToArray();
            var more = other.Changes.Count > shown.Length ? $" and {other.Changes.Count - shown.Length} more" : "";
            Console.Error.WriteLine(
                $"This is another study than {other.Folder}: {string.Join("; ", shown)}{more}. {count.Stored} of its {count.Runs} runs are stored."
            );
        }

        return folder;
    }

    /// <summary>Runs the study of a folder.</summary>
    public async Task<int> Run(StudyFolder folder, CancellationToken cancellation)
    {
        var study = folder.Study;
        var threads = StudyMemory.Threads(study, Threads);
        if (threads < Threads)
        {
            Console.Error.WriteLine(
                $"Each network takes about {MachineMemory.Show(StudyMemory.OfOneRun(study))} and this machine has "
                    + $"{MachineMemory.Show(MachineMemory.Available)}: {threads} of {Threads} threads run."
            );
        }

        var computed = 0;
        var start = Stopwatch.GetTimestamp();
        var talks = !Json && !Quiet && !Events;
        foreach (var sentence in talks ? RecordingSection.Told(study) : [])
        {
            Console.Out.WriteLine($"Records {sentence}.");
        }

        folder.BeforeRuns = talks ? count => Foretell(study, count, threads, cancellation) : null;
        var line = string.Join(' ', Environment.GetCommandLineArgs().Skip(1));
        int Work(Action<RunProgress>? progress) => folder.Run(threads, progress, line, SameBuild, cancellation);
        if (Events)
        {
            var events = new StudyEvents(Console.Out);
            events.Started(folder, threads, cancellation);
            computed = await Task.Run(() => Work(events.Progress), cancellation);
        }
        else if (!talks || Console.IsOutputRedirected)
        {
            computed = Work(talks ? Plain() : null);
        }
        else
        {
            await Terminal
                .Out.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .StartAsync(async context =>
                {
                    var (bar, text) = (context.AddTask(study.Name, maxValue: 1), new ProgressText());
                    computed = await Task.Run(
                        () =>
                            Work(p =>
                            {
                                bar.Value = p.Done / (double)Math.Max(1, p.Total);
                                bar.Description = Markup.Escape(text.Say(p));
                            }),
                        cancellation
                    );
                });
        }

        var path = Report ? await Page(folder, cancellation) : "";
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var result = StudyResults.Load(folder.Path);
        foreach (var remark in folder.Remarks)
        {
            Console.Error.WriteLine(remark);
        }

        if (Events)
        {
            new StudyEvents(Console.Out).Finished(folder, computed, path);
            return Terminal.Done;
        }

        if (Json)
        {
            Terminal.PrintJson(
                new
                {
                    study = study.Name,
                    hash = study.Hash(),
                    folder = folder.Path,
                    computed,
                    seconds = Math.Round(seconds, 1),
                    report = path,
                    summary = Cells(TableOf<SummaryRow>.Data(result.Rows<SummaryRow>())),
                    answer = StudyAnswer.Of(result),
                    pairs = Ranks ? RankedPairs.Of(result) : null,
                    file = File,
                    statements = Cells(TableOf<StatementRow>.Data(result.Rows<StatementRow>())),
                    findings = Cells(TableOf<FindingRow>.Data(result.Rows<FindingRow>())),
                    memory = Cells(TableOf<MemoryFunctionRow>.Data(result.Rows<MemoryFunctionRow>())),
                }
            );
            return Terminal.Done;
        }

        if (study.Seeds.Count > 0)
        {
            Summary(study, result);
            Answer(result);
        }

        foreach (var finding in result.Rows<FindingRow>())
        {
            Console.Out.WriteLine($"{(finding.Caution ? "Caution: " : "")}{finding.Sentence}");
        }

        Console.Out.WriteLine(
            computed == 0
                ? "Nothing had to be computed: every run was stored."
                : $"{computed} {(study.Seeds.Count > 0 ? "runs and steps of analyses" : "parts")} computed in {ProgressText.Duration(seconds)}."
        );
        if (File is not null)
        {
            Console.Out.WriteLine($"The same from a file: plasticity study run {File}");
        }

        Console.Out.WriteLine($"Tables: {Path.Combine(folder.Path, "tables")}");
        if (Report)
        {
            Console.Out.WriteLine($"Report: {path}");
            Console.Out.WriteLine($"Open it: {new Uri(UserFile.FullPath(path)).AbsoluteUri}");
        }

        foreach (var command in Next(folder.Path))
        {
            Console.Out.WriteLine($"Next: {command}");
        }

        return Terminal.Done;
    }

    private static string Foretell(StudySpec study, StudyCount count, int threads, CancellationToken cancellation)
    {
        if (count.Left == 0)
        {
            return "";
        }

        var forecast = Forecast.Of(study, count, threads, Forecast.ForStart, cancellation);
        var sentence = $"{count.Left} of {count.Expected} runs are to be computed; {forecast.SayTime}; {forecast.SayMemory}.";
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(sentence);
        }
        else
        {
            Terminal.Out.WriteLine(sentence); // above the bar that shows progress
        }

        return sentence;
    }

    // Written again only when a table or the program changed.
    private static async Task<string> Page(StudyFolder folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Path, "report.html");
        if (!folder.IsCurrent(path))
        {
            await ReportWriter.WriteAsync(folder.Path, cancellation: cancellation);
            folder.MarkCurrent(path);
        }

        return path;
    }

    private const int MostMeasures = 5;

    public static void Summary(StudySpec study, StudyResults result)
    {
        if (study.Task is not IOrderedTask || !study.Measures.IsDefaultOrEmpty)
        {
            Measures(study, result);
            return;
        }

        foreach (var (condition, section) in study.Conditions)
        {
            var table = new TerminalTable(
                Wording(condition, section.Title),
                new("rule"),
                new("replay S"),
                new("interval"),
                new("", Goes: 1),
                new("direction D"),
                new("flow", Goes: 3),
                new("learned"),
                new("speed", Goes: 2)
            );
            foreach (
                var row in result
                    .Rows<SummaryRow>()
                    .Where(row => row.Condition == condition && !row.Rule.EndsWith("_flipped", StringComparison.Ordinal))
            )
            {
                var s = row.S.Mean;
                table.Add(
                    DisplayNames.Rule(row.Rule),
                    Number(s),
                    double.IsFinite(row.S.Low95) ? $"{Number(row.S.Low95)} to {Number(row.S.High95)}" : "-",
                    new string('█', (int)Math.Round(12 * Math.Clamp(s, 0, 1))).PadRight(12, '░'),
                    Number(row.D.Mean),
                    Number(row.Flow.Mean),
                    $"{row.Successes} of {row.Networks}",
                    Number(row.Speed)
                );
            }

            table.Write();
        }

        Console.Out.WriteLine(
            "Replay S: 1 is perfect, 0 none; with its 95 % interval. Direction D: 1 always to the next item, -1 always back. Flow: forward less backward weight. Learned: networks with S above 0.7. Speed: items in 100 ms."
        );
        Console.Out.WriteLine();
    }

    // The measures that the study names, the task's score first.
    private static void Measures(StudySpec study, StudyResults result)
    {
        var columns = NetworkMeasures.Of(study).Take(study.Measures.IsDefaultOrEmpty ? 1 : MostMeasures).ToArray();
        foreach (var (condition, section) in study.Conditions)
        {
            var table = new TerminalTable(
                Wording(condition, section.Title),
                [.. columns.Select(column => column.Name).Prepend("rule").Append("solved").Select(name => new TerminalTable.Column(name))]
            );

            foreach (var row in result.Rows<SummaryRow>().Where(row => row.Condition == condition))
            {
                table.Add([
                    DisplayNames.Rule(row.Rule),
                    .. columns.Select(column => Mean(StudySummary.Mean(result, row.Rule, condition, column))),
                    $"{row.Successes} of {row.Networks}",
                ]);
            }

            table.Write();
        }

        var meanings = columns.Select(column => $"{column.Name}: {column.Meaning}{(column.Unit.Length > 0 ? $" [{column.Unit}]" : "")}.");
        Console.Out.WriteLine(
            $"Means over networks with 95 % intervals. {string.Join(" ", meanings)} Solved: networks with {columns[0].Name} above {study.Task.Card.Success}."
        );
        Console.Out.WriteLine();

        static string Mean(MeanColumns? mean) =>
            mean is null || !double.IsFinite(mean.Mean) ? "-"
            : double.IsFinite(mean.Low95) ? $"{Number(mean.Mean)} [{Number(mean.Low95)}, {Number(mean.High95)}]"
            : Number(mean.Mean);
    }

    // The answer first, then the founding claims, which are not this study's own.
    private void Answer(StudyResults result)
    {
        foreach (var sentence in StudyAnswer.Of(result).Concat(Ranks ? RankedPairs.Of(result) : []))
        {
            Console.Out.WriteLine(sentence);
        }

        foreach (var claim in result.Rows<StatementRow>().Where(row => row.Founding))
        {
            Console.Out.WriteLine($"{claim.Says}");
            Console.Out.WriteLine($"  -> {Names.Snake(claim.Outcome.ToString()).Replace('_', ' ').ToUpperInvariant()}. {claim.Sentence}");
        }

        Console.Out.WriteLine();
    }

    // Rows of a table in JSON: null where there is no number.
    private static IEnumerable<Dictionary<string, object?>> Cells(TableData table) =>
        Enumerable
            .Range(0, table.Rows)
            .Select(i =>
                table.Columns.ToDictionary(
                    column => column.Name,
                    column =>
                        column.Values.GetValue(i) switch
                        {
                            double number when !double.IsFinite(number) => null,
                            bool yes => yes ? "yes" : "no",
                            var value => value,
                        }
                )
            );

    private static string Wording(string condition, string title)
    {
        var name = DisplayNames.Condition(condition, title);
        return name == condition ? $"Condition {condition}" : char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static string Number(double value) => double.IsFinite(value) ? value.Text("F2") : "-";

    /// <summary>Tells progress in lines of the error output, one for each tenth.</summary>
    public static Action<RunProgress> Plain()
    {
        var (last, text) = (-1, new ProgressText());
        return p =>
        {
            var sentence = text.Say(p);
            var tenth = 10 * p.Done / Math.Max(1, p.Total);
            if (tenth != last)
            {
                last = tenth;
                Console.Error.WriteLine(sentence);
            }
        };
    }
}
