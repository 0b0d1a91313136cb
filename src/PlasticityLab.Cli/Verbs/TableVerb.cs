using System.CommandLine;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Small questions to one table of a study.</summary>
internal sealed class TableVerb : IVerb
{
    private static readonly string[] Formats = ["text", "csv", "json", "markdown"];

    private static readonly Option<string[]> Where = new("--where")
    {
        Description = "Rows to show: COLUMN, one of =, !=, <, <=, >, >= and a value; several: all must hold; nothing behind =: empty cells",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Columns = new("--columns")
    {
        Description = "Columns to show, in this order, with commas between (default: all)",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Sort = new("--sort")
    {
        Description = "Column to sort by, the least first; -COLUMN: the greatest first",
    };

    private static readonly Option<int?> First = new("--first") { Description = "Show so many rows at most" };

    private static readonly Option<string> To = new("--to")
    {
        Description = $"Format: {string.Join(", ", Formats)}",
        DefaultValueFactory = _ => "text",
    };

    public Command Build()
    {
        var study = new Argument<string>("study") { Description = "The study's folder, as printed by \"study run\"" };
        var name = new Argument<string?>("table")
        {
            Description = "Name of the table; without one, those that the study has are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = Terminal.Json();
        var command = new Command(
            "table",
            "Answer a small question from one table of a study.\n\nExamples:\n  plasticity table runs/first-look-0123abcd\n  plasticity table runs/first-look-0123abcd outcomes --where \"S >= 0.8\" --columns rule,condition,seed,S --sort -S --first 10\n  plasticity table runs/first-look-0123abcd comparisons --where condition=A --to csv"
        )
        {
            study,
            name,
            Where,
            Columns,
            Sort,
            First,
            To,
            json,
        };
        command.SetAction(result =>
        {
            var format = result.GetValue(json) ? "json" : result.GetValue(To)!;
            if (!Formats.Contains(format))
            {
                throw new UserError($"--to must be one of {string.Join(", ", Formats)}, but is \"{format}\".");
            }

            var results = StudyResults.Load(result.GetValue(study)!);
            if (result.GetValue(name) is { } table)
            {
                var query = Query(result);
                var data = Find(results, table, query.Uses);
                Print(query.Of(data), format);
                foreach (var unmet in query.Unmet(data))
                {
                    Console.Error.WriteLine(unmet);
                }
            }
            else
            {
                List(results, format);
            }

            return Terminal.Done;
        });
        return command;
    }

    private static TableQuery Query(ParseResult result) =>
        new()
        {
            Where = [.. result.GetValue(Where) ?? []],
            Columns =
            [
                .. (result.GetValue(Columns) ?? []).SelectMany(list =>
                    list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ),
            ],
            Sort = result.GetValue(Sort),
            First = result.GetValue(First),
        };

    private static TableData Find(StudyResults study, string name, IReadOnlyCollection<string>? wanted)
    {
        var known = TableCatalog.All.FirstOrDefault(table => table.Name == name);
        if (known is not null && study.Data(known, wanted) is { } table)
        {
            return table;
        }

        var present = Present(study).Select(x => x.Table.Name);
        throw new UserError(
            known is null
                ? $"There is no table \"{name}\". {Names.Known(name, present)} plasticity tables says what each holds."
                : $"{study.Folder} has no table {name}: the study did not compute it, or there was nothing to say. It has {string.Join(", ", present)}."
        );
    }

    private static IEnumerable<(TableSchema Table, int Rows)> Present(StudyResults study) =>
        TableCatalog.All.Select(table => (table, study.Rows(table).Count)).Where(x => x.Count > 0);

    private static void List(StudyResults study, string format)
    {
        var present = Present(study).ToArray();
        if (format == "json")
        {
            Terminal.PrintJson(
                present.Select(x => new
                {
                    name = x.Table.Name,
                    rows = x.Rows,
                    grain = x.Table.Grain,
                })
            );
            return;
        }

        foreach (var (table, rows) in present)
        {
            Console.Out.WriteLine(
                $"{table.Name, -26} {rows, 7} {(rows == 1 ? "row," : "rows,")} {(rows == 1 ? "it" : "one")} is {table.Grain}"
            );
        }
    }

    private static void Print(TableData table, string format)
    {
        switch (format)
        {
            case "csv":
                Console.Out.Write(table.ToCsv());
                break;
            case "markdown":
                Console.Out.Write(table.ToMarkdown());
                break;
            case "json":
                Terminal.PrintJson(
                    Enumerable.Range(0, table.Rows).Select(row => table.Columns.ToDictionary(x => x.Name, x => x.Values.GetValue(row)))
                );
                break;
            default:
                Show(table);
                break;
        }
    }

    private static void Show(TableData table)
    {
        if (table.Rows == 0)
        {
            Console.Out.WriteLine("No row meets this.");
            return;
        }

        var grid = new TerminalTable(
            "",
            [
                .. table.Columns.Select(column => new TerminalTable.Column(
                    column.Unit.Length == 0 ? column.Name : $"{column.Name} [{column.Unit}]",
                    Right: column.Values is not (string[] or bool[])
                )),
            ]
        );
        for (var row = 0; row < table.Rows; row++)
        {
            grid.Add([.. table.Columns.Select(column => Cell(column, row))]);
        }

        grid.Write();
        Console.Out.WriteLine(Wording.Count(table.Rows, "row"));
    }

    // Four digits are enough to look at; --to csv has them all.
    private static string Cell(TableColumn column, int row) =>
        column.Values is double[] numbers && double.IsFinite(numbers[row])
            ? Figures.Drawing.RichText.Number(numbers[row], "G4")
            : column.Cell(row);
}
