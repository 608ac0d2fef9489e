package io.barograph.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands and options in a shell.",
            "For bash: source <(barograph completion bash); for zsh: source <(barograph completion zsh)."
        })
final class CompletionCommand extends CommandHead {
    /** Shells that are known. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandLine root = command().root().commandLine();
        String script = AutoComplete.bash("barograph", root);
        out().print(shell == Shell.ZSH ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script);
        out().flush();
        return ExitCode.OK.number();
    }
}
