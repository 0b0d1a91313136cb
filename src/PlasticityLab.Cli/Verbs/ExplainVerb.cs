using System.CommandLine;
using PlasticityLab.Models.Words;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Says what a word means: the glossary in the terminal.</summary>
internal sealed class ExplainVerb : IVerb
{
    public Command Build()
    {
        var words = new Argument<string[]>("term") { Description = "A word, as in tables and figures", Arity = ArgumentArity.ZeroOrMore };
        var json = Terminal.Json();
        var command = new Command(
            "explain",
            "Say what a word means; without a word, list all.\n\nExamples:\n  plasticity explain S\n  plasticity explain trace Hebb\n  plasticity explain nullcline --json"
        )
        {
            words,
            json,
        };
        command.SetAction(result =>
        {
            var asked = string.Join(' ', result.GetValue(words) ?? []);
            if (asked.Length == 0)
            {
                List(result.GetValue(json));
                return Terminal.Done;
            }

            var term = Glossary.Get(asked);
            if (result.GetValue(json))
            {
                Terminal.PrintJson(term);
                return Terminal.Done;
            }

            Console.Out.WriteLine(term.Name);
            foreach (
                var line in Terminal.Wrap(term.Text.Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal))
            )
            {
                Console.Out.WriteLine($"  {line}");
            }

            if (term.Also.Count > 0)
            {
                Console.Out.WriteLine($"  Also: {string.Join(", ", term.Also)}.");
            }

            return Terminal.Done;
        });
        return command;
    }

    private static void List(bool json)
    {
        if (json)
        {
            Terminal.PrintJson(Glossary.Terms);
            return;
        }

        foreach (var line in Terminal.Wrap(string.Join(", ", Glossary.Terms.Select(term => term.Name))))
        {
            Console.Out.WriteLine(line);
        }

        Console.Out.WriteLine("One of them: plasticity explain TERM");
    }
}
