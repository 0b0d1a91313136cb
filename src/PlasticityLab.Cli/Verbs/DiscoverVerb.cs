using System.CommandLine;
using System.Globalization;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Discovery;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>The space of rules: what is no study of its own.</summary>
internal sealed class DiscoverVerb : IVerb
{
    private readonly Option<int> _rules = new("--rules") { Description = "How many random rules", DefaultValueFactory = _ => 60 };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the draws", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the table and the figure",
        DefaultValueFactory = _ => "rule-calibration",
    };
    private readonly Option<int> _threads = Terminal.Threads();
    private readonly Option<bool> _json = Terminal.Json();

    public Command Build()
    {
        var calibrate = new Command(
            "calibrate",
            "Hold the predictors of what a rule does against simulated networks, on random rules in both conditions: rank correlations, ROC areas, what the filter loses; a table and a figure.\n\nExamples:\n  plasticity discover calibrate\n  plasticity discover calibrate --rules 200 --seed 2 --out calibration"
        )
        {
            _rules,
            _seed,
            _out,
            _threads,
            _json,
        };
        calibrate.SetAction((arguments, stop) => Task.FromResult(Calibrate(arguments, stop)));
        return new Command(
            "discover",
            "The space of local rules: the atlas of a search, and how well theory foretells what random rules do.\n\nExamples:\n  plasticity study run studies/space-of-rules-quick.yaml\n  plasticity discover atlas runs/space-of-rules-quick-0123abcd\n  plasticity discover calibrate"
        )
        {
            Atlas(),
            calibrate,
        };
    }

    private Command Atlas()
    {
        var study = new Argument<string>("study") { Description = "The folder of a study with a search, as printed by \"study run\"" };
        var atlas = new Command(
            "atlas",
            "Write the atlas of a search: one HTML file that works offline, with the map of rules, families, shortest formulas, finalists on fresh networks, prices of terms and transfer cards. Without scripts it is a figure and tables.\n\nKeys on the map: left and right go from rule to rule, Enter copies the formula.\n\nExamples:\n  plasticity discover atlas runs/space-of-rules-quick-0123abcd\n  plasticity discover atlas runs/space-of-rules-4567cdef --json"
        )
        {
            study,
            _json,
        };
        atlas.SetAction(
            async (arguments, _) =>
            {
                var folder = arguments.GetValue(study)!;
                var path = await AtlasWriter.WriteAsync(folder);
                var results = StudyResults.Load(folder);
                var statements = AtlasStatements.Of(results);
                if (arguments.GetValue(_json))
                {
                    Terminal.PrintJson(
                        new
                        {
                            Atlas = path,
                            statements.Conditions,
                            statements.InAll,
                            statements.SmallestInAll,
                            Claims = results.Rows<StatementRow>(),
                        }
                    );
                }
                else
                {
                    Console.Out.WriteLine(string.Join(Environment.NewLine, statements.Sentences()));
                    foreach (var claim in results.Rows<StatementRow>())
                    {
                        Console.Out.WriteLine(
                            $"{claim.Says} {Wording.Begin(Names.Snake(claim.Outcome.ToString()).Replace('_', ' '))}: {claim.Sentence}"
                        );
                    }

                    Console.Out.WriteLine(path);
                }

                return Terminal.Done;
            }
        );
        return atlas;
    }

    private int Calibrate(ParseResult arguments, CancellationToken stop)
    {
        var (rules, threads, folder) = (arguments.GetValue(_rules), arguments.GetValue(_threads), arguments.GetValue(_out)!);
        OutputFile.MakeFolder(folder);
        var calibration = Calibration.Run(
            rules,
            arguments.GetValue(_seed),
            threads,
            done =>
            {
                if (done % 20 == 0)
                {
                    Console.Error.WriteLine($"{done} of {rules} rules");
                }
            },
            stop
        );
        var (table, picture) = (Path.Combine(folder, "rule_calibration.csv"), Path.Combine(folder, "rule_calibration.svg"));
        File.WriteAllText(table, TableOf<CalibrationRow>.WriteCsv(calibration.Rows));
        File.WriteAllText(picture, PredictorsAgainstSimulation.Draw(calibration).Svg());
        PredictorSkill[] skills = [.. calibration.Skills()];
        FilterSkill[] filters = [.. calibration.Filters()];
        if (arguments.GetValue(_json))
        {
            Terminal.PrintJson(
                new
                {
                    Skills = skills,
                    Filters = filters,
                    LossTogether = FilterSkill.Together(filters),
                    Seconds = new
                    {
                        calibration.Seconds.Closed,
                        calibration.Seconds.Population,
                        calibration.Seconds.Simulated,
                    },
                    Table = table,
                    Figure = picture,
                }
            );
            return Terminal.Done;
        }

        Console.Out.WriteLine(
            $"{rules} random rules of two to five products, in networks of 300 units, one network a rule; a rule succeeds when its best S over the grid is above {Calibration.SuccessAbove}."
        );
        foreach (var (skill, first) in skills.Select((skill, k) => (skill, k % 2 == 0)))
        {
            if (first)
            {
                Console.Out.WriteLine();
                Console.Out.WriteLine(skill.Adaptation == 0 ? "Without adaptation" : "With adaptation");
            }

            Console.Out.WriteLine(
                $"  {skill.Predictor, -17} flow: rank correlation {Shown(skill.Rank)}; success: area under ROC {Shown(skill.Auc)}"
            );
            if (!first)
            {
                var filter = filters.Single(f => f.Adaptation == skill.Adaptation);
                Console.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  as a filter       (population score at least {filter.Below}) keeps {filter.Kept} of {filter.Rules} rules and loses {filter.Lost} of {filter.Successes} successes{Told(filter.Loss)}"
                    )
                );
            }
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine(
            $"Both conditions together: the filter loses {filters.Sum(filter => filter.Lost)} of {filters.Sum(filter => filter.Successes)} successes{Told(FilterSkill.Together(filters))}."
        );
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Time of one core a rule and condition: closed form {1000 * calibration.Seconds.Closed:0.00} ms, population model {1000 * calibration.Seconds.Population:0.0} ms, simulation {1000 * calibration.Seconds.Simulated:0} ms."
            )
        );
        Console.Out.WriteLine($"Table: {table}; figure: {picture}");
        return Terminal.Done;
    }

    private static string Told(Interval loss) =>
        double.IsNaN(loss.Estimate)
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" ({100 * loss.Estimate:0.0} %, 95 % interval {100 * loss.Low:0.0} to {100 * loss.High:0.0} %)"
            );

    private static string Shown(Interval interval) =>
        double.IsNaN(interval.Estimate) ? "cannot be told (all or none succeed)"
        : double.IsNaN(interval.Low)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{interval.Estimate:0.00} (an interval needs {Calibration.FewestForAnInterval} successes and failures; try more --rules)"
            )
        : string.Create(CultureInfo.InvariantCulture, $"{interval.Estimate:0.00} [{interval.Low:0.00}, {interval.High:0.00}]");
}
