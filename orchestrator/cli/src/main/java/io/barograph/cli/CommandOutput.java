package io.barograph.cli;

import io.barograph.cli.terminal.TerminalSize;

/** What standard output is, as the launcher saw it. */
final class CommandOutput {
    private CommandOutput() {}

    /** Whether standard output is a terminal that understands escape sequences. */
    static boolean isTerminal() {
        return Boolean.getBoolean("barograph.terminal") && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether to use colours; {@code NO_COLOR} switches them off. */
    static boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return isTerminal() && (noColor == null || noColor.isEmpty());
    }

    static TerminalSize size() {
        return isTerminal() ? TerminalSize.query() : new TerminalSize(120, TerminalSize.DEFAULT.rows());
    }
}
