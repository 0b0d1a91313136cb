using System.CommandLine;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Verbs;

/// <summary>A script that completes verbs and options when the tab key is pressed.</summary>
internal sealed class CompletionVerb : IVerb
{
    // Every script asks the program itself, which answers the directive [suggest:POSITION] with one candidate a line.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # plasticity completion for bash: add to ~/.bashrc:  source <(plasticity completion bash)
            _plasticity_complete() {
              local word="${COMP_WORDS[COMP_CWORD]}" answer
              answer="$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
              mapfile -t COMPREPLY < <(compgen -W "$answer" -- "$word")
            }
            complete -o default -F _plasticity_complete plasticity ./plasticity

            """,
        ["zsh"] = """
            # plasticity completion for zsh: add to ~/.zshrc:  source <(plasticity completion zsh)
            _plasticity_complete() {
              local -a answer
              answer=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
              [[ -n "${answer[1]}" ]] && compadd -a answer || _files
            }
            compdef _plasticity_complete plasticity ./plasticity

            """,
        ["pwsh"] = """
            # plasticity completion for PowerShell: add to $PROFILE:  plasticity completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName plasticity, plasticity.cmd -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              $name = $commandAst.CommandElements[0].Value
              & $name "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """,
    };

    public Command Build()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh" };
        var command = new Command(
            "completion",
            "Print a script that completes verbs and options with the tab key.\n\nExamples:\n  source <(plasticity completion bash)\n  source <(plasticity completion zsh)\n  plasticity completion pwsh | Out-String | Invoke-Expression"
        )
        {
            shell,
        };
        command.SetAction(result =>
        {
            var asked = result.GetValue(shell)!;
            Console.Out.Write(
                Scripts.GetValueOrDefault(asked)
                    ?? throw new UserError($"There is no completion for \"{asked}\". {Names.Known(asked, Scripts.Keys)}")
            );
            return Terminal.Done;
        });
        return command;
    }
}
