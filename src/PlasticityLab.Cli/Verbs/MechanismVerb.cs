using System.CommandLine;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Models.Words;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Results;
using Spectre.Console;

namespace PlasticityLab.Cli.Verbs;

/// <summary>How the rules of a study do it: the answer, then which parts of what each has learned are necessary and sufficient.</summary>
internal sealed class MechanismVerb : IVerb
{
    public Command Build()
    {
        var study = new Argument<string>("study")
        {
            Description = "The folder of a study with a part \"mechanism\", as printed by \"study run\"",
        };
        var json = Terminal.Json();
        var command = new Command(
            "mechanism",
            "How the rules of a study do it: what each needs, and in how many ways.\n\nWhich parts of what each has learned are necessary and which are sufficient, in how many ways the rules do it, whether asymmetry is needed and how much.\n\nExamples:\n  plasticity study run studies/mechanisms.yaml\n  plasticity mechanism runs/mechanisms-0123abcd\n  plasticity mechanism runs/mechanisms-0123abcd --json"
        )
        {
            study,
            json,
        };
        command.SetAction(arguments =>
        {
            var results = StudyResults.Load(arguments.GetValue(study)!);
            var statements = MechanismStatements.Of(results);
            if (arguments.GetValue(json))
            {
                Terminal.PrintJson(
                    new
                    {
                        Sentences = statements.Sentences().ToArray(),
                        statements.Conditions,
                        Mechanisms = results.Rows<MechanismRow>(),
                        Pairs = results.Rows<MechanismPairRow>(),
                    }
                );
                return Terminal.Done;
            }

            foreach (var line in statements.Sentences().SelectMany(sentence => Terminal.Wrap(sentence)))
            {
                Console.Out.WriteLine(line);
            }

            Console.Out.WriteLine();
            Terminal.Out.Write(Table(results));
            Console.Out.WriteLine(
                "All numbers: tables/mechanism_components.csv, mechanism_transplants.csv, mechanism_dose.csv, mechanism_lags.csv, mechanism_pairs.csv."
            );
            return Terminal.Done;
        });
        return command;
    }

    private static Table Table(StudyResults study)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in new[] { "condition", "rule", ReplayScore.Id, "needs", "enough alone", "undecided", "way" })
        {
            table.AddColumn(new TableColumn(header));
        }

        foreach (var row in study.Rows<MechanismRow>())
        {
            table.AddRow(
                Markup.Escape(DisplayNames.Condition(row.Condition, study.Study.Conditions.GetValueOrDefault(row.Condition)?.Title)),
                Markup.Escape(DisplayNames.Rule(row.Rule)),
                $"{Wording.Number(row.S.Mean)}{Markup.Escape(Wording.Interval(row.S.Low95, row.S.High95))}",
                Parts(row, row.Necessary),
                Parts(row, row.Sufficient),
                row.Works == Decision.Undecided ? "whether it works"
                    : row.Works == Decision.Yes && row.Undecided.Length > 0
                        ? $"{row.Undecided.Split(';').Length} of {MechanismStatements.Questions}"
                    : "",
                row.Mechanism > 0 ? row.Mechanism.ToString(System.Globalization.CultureInfo.InvariantCulture) : ""
            );
        }

        return table;
    }

    private static string Parts(MechanismRow row, string cell) =>
        row.Works != Decision.Yes
            ? row.Works == Decision.No
                ? "does not work"
                : ""
            : cell.Length == 0
                ? "none"
                : string.Join(", ", MechanismStatements.Parts(cell).Select(MechanismStatements.Short));
}
