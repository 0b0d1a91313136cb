using System.CommandLine;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>What the tables of a study hold.</summary>
internal sealed class TablesVerb : IVerb
{
    public Command Build()
    {
        var name = new Argument<string?>("table") { Description = "Name of a table", Arity = ArgumentArity.ZeroOrOne };
        var markdown = new Option<bool>("--markdown") { Description = "Write the documentation page" };
        var json = Terminal.Json();
        var command = new Command(
            "tables",
            "Say what the tables of a study hold: columns, units, meanings.\n\nExamples:\n  plasticity tables\n  plasticity tables outcomes\n  plasticity tables --json"
        )
        {
            name,
            markdown,
            json,
        };
        command.SetAction(result =>
        {
            var tables = result.GetValue(name) is { } wanted ? [Known(wanted)] : StudyTables.All;
            if (result.GetValue(json))
            {
                Terminal.PrintJson(tables.Select(AsJson));
            }
            else if (result.GetValue(markdown))
            {
                Console.Out.Write(StudyTables.Markdown());
            }
            else if (tables.Count == 1)
            {
                Show(tables[0]);
            }
            else
            {
                foreach (var table in tables)
                {
                    Console.Out.WriteLine($"{table.Name, -26} {table.Grain}");
                }
            }

            return Terminal.Done;
        });
        return command;
    }

    private static TableSchema Known(string name)
    {
        var names = StudyTables.All.Select(table => table.Name).ToArray();
        var near = Names.Nearest(name, names);
        return StudyTables.All.FirstOrDefault(table => table.Name == name)
            ?? throw new UserError(
                $"There is no table \"{name}\".{(near is null ? "" : $" Did you mean \"{near}\"?")} plasticity tables lists all."
            );
    }

    private static object AsJson(TableSchema table) =>
        new
        {
            name = table.Name,
            version = table.Version,
            grain = table.Grain,
            columns = table.AllColumns.Select(column => new
            {
                name = column.Name,
                unit = column.Unit,
                key = column.Key,
                holds = column.TypeName,
                meaning = column.Meaning,
            }),
        };

    private static void Show(TableSchema table)
    {
        Console.Out.WriteLine($"{table.Name}: one row is {table.Grain}. Columns with * tell rows apart.");
        var width = table.AllColumns.Max(column => column.Name.Length) + 2;
        foreach (var column in table.AllColumns)
        {
            var unit = column.Unit.Length == 0 ? "" : $" [{column.Unit}]";
            Console.Out.WriteLine($"{(column.Key ? "*" : " ")} {column.Name.PadRight(width)}{column.Meaning}{unit}; {column.TypeName}");
        }
    }
}
