using System.CommandLine;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Help by its everyday name: <c>plasticity help study run</c>.</summary>
internal sealed class HelpVerb : IVerb
{
    public Command Build()
    {
        var words = new Argument<string[]>("verb") { Description = "A verb, and a verb of that verb", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(
            "help",
            "Show all verbs, or how one is used.\n\nExamples:\n  plasticity help\n  plasticity help study run"
        )
        {
            words,
        };
        command.SetAction(result =>
        {
            Command at = CommandTree.Build();
            var path = "plasticity";
            foreach (var word in result.GetValue(words) ?? [])
            {
                at =
                    at.Subcommands.FirstOrDefault(c => c.Name == word)
                    ?? throw new UserError($"{path} has no verb \"{word}\". {Names.Known(word, at.Subcommands.Select(c => c.Name))}");
                path += " " + word;
            }

            Console.Out.Write(HelpWriter.Text(at));
            return Terminal.Done;
        });
        return command;
    }
}
