using System.CommandLine;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Checks, plans, runs and reports studies.</summary>
internal sealed class StudyVerb : IVerb
{
    private readonly Option<string[]> _set = Terminal.Set("seeds.count=5");
    private readonly Option<string> _out = Terminal.Studies();
    private readonly Option<int> _threads = Terminal.Threads();
    private readonly Option<bool> _json = Terminal.Json();
    private readonly Option<bool> _quiet = Terminal.Quiet();

    public Command Build()
    {
        var command = new Command(
            "study",
            "Check, plan, run and report studies.\n\nExamples:\n  plasticity study run studies/first-look.yaml\n  plasticity study run studies/rules-compared.yaml --set seeds.count=10 --threads 2\n  plasticity study check my-study.yaml --json"
        );
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Plan());
        command.Subcommands.Add(RunCommand());
        foreach (var further in StudyFolderVerbs.All())
        {
            command.Subcommands.Add(further);
        }

        command.Subcommands.Add(Report());
        command.Subcommands.Add(Keys());
        command.Subcommands.Add(UpgradeCommand());
        return command;
    }

    // The study of a file, and its text; old spellings are told, once each, beside the results.
    private (StudySpec Study, string Text) Read(ParseResult result, Argument<string> file)
    {
        var remarks = new List<string>();
        var path = result.GetValue(file)!;
        var text = UserFile.Text(path, StudyFile.MostText);
        var study = StudyFile.Read(path, text, result.GetValue(_set), remarks);
        foreach (var remark in remarks)
        {
            Console.Error.WriteLine(remark);
        }

        return (study, text);
    }

    private static Command UpgradeCommand()
    {
        var file = FileArgument();
        var command = new Command(
            "upgrade",
            "Write old spellings of a study file anew: units at bare times, keys by their new names. Nothing else changes.\n\nExamples:\n  plasticity study upgrade mine.yaml"
        )
        {
            file,
        };
        command.SetAction(result =>
        {
            var path = result.GetValue(file)!;
            var text = UserFile.Text(path, StudyFile.MostText);
            var upgraded = StudyFile.Upgrade(text, Path.GetFileName(path));
            if (upgraded == text)
            {
                Console.Out.WriteLine($"{path} needs no change.");
                return Terminal.Done;
            }

            OutputFile.WriteText(path, upgraded);
            var lines = text.Split('\n').Zip(upgraded.Split('\n')).Count(pair => pair.First != pair.Second);
            Console.Out.WriteLine($"{path}: {Wording.Count(lines, "line")} written anew.");
            return Terminal.Done;
        });
        return command;
    }

    private static Argument<string> FileArgument() => new("file") { Description = "Study file (YAML or JSON)" };

    internal static Argument<string> FolderArgument() => new("folder") { Description = "Folder of a study's results" };

    private Command Check()
    {
        var file = FileArgument();
        var command = new Command(
            "check",
            "Tell every problem of a study file; nothing is run.\n\nExamples:\n  plasticity study check studies/first-look.yaml\n  plasticity study check mine.yaml --set tuning.configurations=20"
        )
        {
            file,
            _set,
            _json,
        };
        command.SetAction(result =>
        {
            var (study, _) = Read(result, file);
            if (result.GetValue(_json))
            {
                Terminal.PrintJson(
                    new
                    {
                        ok = true,
                        name = study.Name,
                        hash = study.Hash(),
                        records = RecordingSection.Told(study),
                    }
                );
            }
            else
            {
                Console.Out.WriteLine($"{result.GetValue(file)} is a study that can run: {study.Name}, hash {study.Hash()}.");
                foreach (var sentence in RecordingSection.Told(study))
                {
                    Console.Out.WriteLine($"  records {sentence}");
                }
            }

            return Terminal.Done;
        });
        return command;
    }

    private Command Plan()
    {
        var file = FileArgument();
        var command = new Command(
            "plan",
            "Tell what a study would run, and what of it is stored already.\n\nExamples:\n  plasticity study plan studies/rules-compared.yaml\n  plasticity study plan studies/first-look.yaml --json"
        )
        {
            file,
            _set,
            _json,
            _out,
            _threads,
        };
        command.SetAction(
            (result, cancellation) =>
                Task.FromResult(
                    ShowPlan(
                        Read(result, file).Study,
                        result.GetValue(_out)!,
                        result.GetValue(_threads),
                        result.GetValue(_json),
                        cancellation
                    )
                )
        );
        return command;
    }

    // The hand-built chain is what rules are held against, not one of them.
    private static string Compared(StudySpec study)
    {
        var rules = study.Rules.Count(rule => RuleChoice.Card(rule.Learning) is { Family: not RuleFamily.Control });
        var others = study.Rules.Length - rules;
        return $"{Wording.Count(rules, "rule")}{(others > 0 ? $" and {Wording.Count(others, "control")}" : "")} x {Wording.Count(study.Conditions.Count, "condition")}";
    }

    private static int ShowPlan(StudySpec study, string parent, int threads, bool json, CancellationToken cancellation)
    {
        var folder = StudyFolder.At(study, parent);
        var count = folder.Count(cancellation);
        var forecast = Forecast.Of(study, count, threads, Forecast.ForPlan, cancellation);
        var trainings = study.Tuning is { } t ? new TuningBudget(t.Configurations).Trainings : 0;
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    study.Name,
                    Hash = study.Hash(),
                    Network = study.Network.Card.Id,
                    Rules = study.Rules.Length,
                    Conditions = study.Conditions.Count,
                    count.Runs,
                    count.Further,
                    count.Stored,
                    TrainingsPerRuleAndCondition = trainings,
                    Seeds = study.Seeds.Count,
                    Records = RecordingSection.Told(study),
                    MemoryOfOneRun = forecast.Memory,
                    forecast.SecondsAtLeast,
                    forecast.Seconds,
                    Bytes = forecast.Count.BytesLeft,
                    Folder = folder.Path,
                }
            );
        }
        else
        {
            Console.Out.WriteLine($"{study.Title}");
            Console.Out.WriteLine(
                $"  {Compared(study)}, {Wording.Count(study.Seeds.Count, "fresh seed")} each; controls: {(study.Controls.IsDefaultOrEmpty ? "none" : string.Join(", ", study.Controls))}"
            );
            Console.Out.WriteLine(
                $"  tuning: {(trainings == 0 ? "none, values as they stand" : $"{trainings} trainings for each rule and condition")}"
            );
            foreach (var sentence in RecordingSection.Told(study))
            {
                Console.Out.WriteLine($"  records {sentence}");
            }

            Console.Out.WriteLine($"  {forecast.SayMemory}");
            var further = count.Further > 0 ? $" and up to about {count.Further} more, which depends on what comes out" : "";
            Console.Out.WriteLine($"  {count.Runs} runs{further}; {count.Stored} of them are stored in {folder.Store().Root}");
            if (count.Left > 0)
            {
                Console.Out.WriteLine($"  {forecast.SayTime}");
            }

            Console.Out.WriteLine($"  results: {folder.Path}");
        }

        return Terminal.Done;
    }

    private Command RunCommand()
    {
        var file = FileArgument();
        var dry = new Option<bool>("--dry-run") { Description = "Only tell what would be run" };
        var noReport = Terminal.NoReport();
        var events = new Option<bool>("--events") { Description = "Print what happens as JSON lines while it runs" };
        var sameBuild = new Option<bool>("--same-build")
        {
            Description = "Compute anew the stored runs that another build of the program has computed",
        };
        var command = new Command(
            "run",
            "Run a study; runs that are stored are not computed again.\nWith --on commands it prints commands that share the work, with --on slurm it submits tasks that do; what stands behind -- goes to sbatch.\n\nExamples:\n  plasticity study run studies/first-look.yaml\n  plasticity study run studies/rules-compared.yaml --out results --threads 2\n  plasticity study run studies/rules-compared.yaml --on commands --tasks 4\n  plasticity study run studies/rules-compared.yaml --on slurm --tasks 50 --minutes 120 -- --account=mine"
        )
        {
            file,
            _set,
            _out,
            _threads,
            dry,
            noReport,
            events,
            sameBuild,
            _json,
            _quiet,
        };
        var placement = new PlacementOptions(command, _threads);
        command.SetAction(
            async (result, cancellation) =>
            {
                var (study, text) = Read(result, file);
                if (result.GetValue(dry))
                {
                    return ShowPlan(study, result.GetValue(_out)!, result.GetValue(_threads), result.GetValue(_json), cancellation);
                }

                var run = new StudyRun(
                    result.GetValue(_threads),
                    !result.GetValue(noReport),
                    result.GetValue(_json),
                    result.GetValue(_quiet),
                    result.GetValue(events),
                    result.GetValue(sameBuild)
                );
                var compute = placement.Take(result, run);
                return await compute(run.Open(study, text, result.GetValue(_out)!, cancellation), cancellation);
            }
        );
        return command;
    }

    private Command Report()
    {
        var folder = FolderArgument();
        var command = new Command(
            "report",
            "Write the report of a study again from its tables.\n\nExamples:\n  plasticity study report runs/first-look-1a2b3c4d\n  plasticity study report runs/first-look-1a2b3c4d --json"
        )
        {
            folder,
            _json,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var study = StudyFolder.Load(result.GetValue(folder)!);
                var report = await ReportWriter.WriteAsync(study.Path, cancellation: cancellation);
                if (result.GetValue(_json))
                {
                    Terminal.PrintJson(new { Report = report });
                }
                else
                {
                    Console.Out.WriteLine(report);
                }

                return Terminal.Done;
            }
        );
        return command;
    }

    private Command Keys()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Write the documentation page" };
        var command = new Command(
            "keys",
            "List every key that a study file may have, with its default and meaning.\n\nExamples:\n  plasticity study keys\n  plasticity study keys --json"
        )
        {
            markdown,
            _json,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(_json))
            {
                Terminal.PrintJson(StudyKeys.All);
            }
            else if (result.GetValue(markdown))
            {
                Console.Out.Write(StudyKeys.Markdown());
            }
            else
            {
                foreach (var key in StudyKeys.All)
                {
                    Console.Out.WriteLine(
                        $"{key.Path, -36} {key.Kind, -16} {(key.Default.Length > 0 ? $"[{key.Default}] " : "")}{key.Meaning}"
                    );
                }
            }

            return Terminal.Done;
        });
        return command;
    }
}
