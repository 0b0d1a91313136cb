using System.CommandLine;
using PlasticityLab.Numerics;
using PlasticityLab.Reproductions;
using Spectre.Console;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Recomputes published results.</summary>
internal sealed class ReproduceVerb : IVerb
{
    public Command Build()
    {
        var id = new Argument<string[]>("id")
        {
            Description = "Cases to compute (S7 S13 ...), or \"list\"",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "Compute every case" };
        var json = Terminal.Json();
        var markdown = new Option<bool>("--markdown") { Description = "With \"list\": write the documentation page of all cases" };
        var command = new Command(
            "reproduce",
            "Recompute published results and say how near they come.\n\nExamples:\n  plasticity reproduce list\n  plasticity reproduce S7 S13\n  plasticity reproduce --all --json\n  plasticity reproduce list --markdown"
        )
        {
            id,
            all,
            json,
            markdown,
        };
        command.SetAction(
            (result, cancellation) =>
                Task.FromResult(
                    Run(result.GetValue(id) ?? [], result.GetValue(all), result.GetValue(json), result.GetValue(markdown), cancellation)
                )
        );
        return command;
    }

    private static int Run(string[] ids, bool all, bool json, bool markdown, CancellationToken cancellation)
    {
        if (markdown)
        {
            UserError.ThrowIfAny(ids is ["list"] ? [] : ["--markdown writes the list of all cases: plasticity reproduce list --markdown."]);
            Console.Out.Write(ReproductionPage.Markdown());
            return Terminal.Done;
        }

        if (ids is ["list"] || (ids.Length == 0 && !all))
        {
            return List(json);
        }

        UserError.ThrowIfAny(
            ids.Where(id => !Catalog.Of<IReproduction>().All.Any(x => Names.Same(x.Card.Id, id)))
                .Select(Catalog.Of<IReproduction>().NotKnown)
        );
        var rows = new List<ReproductionRow>();
        foreach (var reproduction in Catalog.Of<IReproduction>().All.Where(x => all || ids.Any(id => Names.Same(id, x.Card.Id))))
        {
            foreach (var row in reproduction.Run(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add(row);
                if (!json)
                {
                    Console.Out.WriteLine(
                        $"{row.Id, -4} {row.Verdict, -4}  published {row.Published, 12:G6}  obtained {row.Obtained, 12:G6}  tolerance {row.Tolerance, 9:G3}  {row.Case}"
                    );
                }
            }
        }

        var failed = rows.Count(row => row.Verdict != "pass");
        if (json)
        {
            Terminal.PrintJson(rows);
        }
        else
        {
            Console.Out.WriteLine(
                $"{rows.Count - failed} of {rows.Count} values within tolerance, {rows.Select(row => row.Id).Distinct().Count()} cases."
            );
        }

        return failed == 0 ? Terminal.Done : Terminal.SaysNo;
    }

    private static int List(bool json)
    {
        if (json)
        {
            Terminal.PrintJson(Catalog.Of<IReproduction>().All.Select(x => x.Card));
            return Terminal.Done;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "case", "about", "source");
        foreach (var card in Catalog.Of<IReproduction>().All.Select(x => x.Card))
        {
            table.AddRow(card.Id, Markup.Escape(card.Title), $"{card.Seconds:0.#} s", Markup.Escape(card.Source));
        }

        Terminal.Out.Write(table);
        return Terminal.Done;
    }
}
