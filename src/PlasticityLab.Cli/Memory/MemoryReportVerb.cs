using System.CommandLine;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli.Memory;

/// <summary>Every memory test in one report.</summary>
internal sealed class MemoryReportVerb : IMemoryVerb
{
    private static readonly string[] Main =
    [
        "hebbian",
        "symmetric_window",
        "covariance",
        "oja",
        "bcm",
        "anti_hebbian",
        "differential_hebb",
        "causal_trace_hebb",
        "rate_stdp",
        "anti_stdp",
    ];

    public Command Build()
    {
        var tunes = new Option<string?>("--tunes") { Description = "Folder of tunes [made-up tunes]" };
        var recording = new Option<string?>("--recording")
        {
            Description = "Recording of an episode, .npz with \"neural\" [neuron, frame]; without it that chapter is left out",
        };
        var rules = new Option<string[]>("--rules")
        {
            Description = "Rules, by id or short name, with commas between [ten main rules]",
            AllowMultipleArgumentsPerToken = true,
        };
        var seeds = new Option<int>("--seeds") { Description = "Networks a point", DefaultValueFactory = _ => 3 };
        var quick = new Option<bool>("--quick") { Description = "Small networks and few tunes: a first look in a minute or two" };
        var output = Terminal.Studies();
        var threads = Terminal.Threads();
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var quiet = Terminal.Quiet();
        var command = new Command(
            "report",
            "Run every memory test for the main rules and write one report: tunes, capacity, retention, working memory, an episode, sequences without a teacher. The same command goes on where it stopped.\n\nExamples:\n  plasticity memory report --quick\n  plasticity memory report --tunes tunes/ --recording hvc.npz --out results"
        )
        {
            tunes,
            recording,
            rules,
            seeds,
            quick,
            output,
            threads,
            write,
            json,
            quiet,
        };
        command.SetAction(
            async (r, cancellation) =>
            {
                var few = r.GetValue(quick);
                string[] chosen = r.GetValue(rules) is { Length: > 0 } typed ? StudyOut.Learning(Verbs.TunesVerb.Rules(typed)) : Main;
                // a study file like any other, so that one place checks and resolves it
                string Text(Func<string, string> place) =>
                    $"""
                    title: What local rules remember
                    rules: [{string.Join(", ", chosen)}]
                    seeds: {"{"} count: 0 {"}"}
                    memory:
                      rules: [{string.Join(", ", chosen)}]
                      tunes: {"{"} folder: {(r.GetValue(tunes) is { } folder ? place(folder) : "\"\"")}, generated: {(few ? 12 : 60)}, rate: {(
                        few ? 4 : 20
                    )}, together: {(few ? "false" : "true")} {"}"}
                      {(r.GetValue(recording) is { } file ? $"episodes: {{ file: {place(file)} }}" : "")}
                      capacity: {"{"} seeds: {(few ? 1 : r.GetValue(seeds))}{(
                        few ? ", neurons: [128, 256, 512], pattern_neurons: [100, 200, 400]" : ""
                    )} {"}"}
                      retention: {"{"} seeds: {(few ? 1 : r.GetValue(seeds))}{(few ? ", neurons: 256, dreams: 1600" : "")} {"}"}
                      working_memory: {"{"} seeds: {(few ? 1 : r.GetValue(seeds))}, map: {(few ? "false" : "true")} {"}"}
                      self_organisation: {"{"} seeds: {(few ? 2 : r.GetValue(seeds) + 2)} {"}"}
                    """;
                const string question = "Which memories can each local learning rule hold, for how long, how many, and without a teacher?";
                if (r.GetValue(write) is { } path)
                {
                    StudyOut.Save(path, "memory report", question, Text(place => StudyOut.Place(path, place)));
                }

                var study = StudyFile.Parse(
                    $"name: memory{(few ? "-quick" : "")}\nquestion: {question}\n{Text(StudyOut.Quoted)}",
                    "memory report",
                    folder: Directory.GetCurrentDirectory()
                );
                return await new StudyRun(r.GetValue(threads), Report: true, r.GetValue(json), r.GetValue(quiet)).Run(
                    study,
                    null,
                    r.GetValue(output)!,
                    cancellation
                );
            }
        );
        return command;
    }
}
