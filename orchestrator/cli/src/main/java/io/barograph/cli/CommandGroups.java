package io.barograph.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** The commands in the help, by what they are for and in the order in which people need them. */
enum CommandGroups {
    HERE("On this machine", "run", "show", "compare", "export", "inspect", "verify", "doctor"),
    SWEEPS(
            "Sweeps of a cluster",
            "submit",
            "list",
            "watch",
            "front",
            "trials",
            "fetch",
            "pause",
            "resume",
            "prioritise",
            "cancel",
            "delete"),
    CLUSTER("To run a cluster", "orchestrator", "worker", "data", "token", "audit", "migrate", "rules"),
    SHELL("For your shell", "completion");

    private static final int INDENT = 2;
    private static final int NAMES = 14;

    private final String heading;
    private final List<String> commands;

    CommandGroups(String heading, String... commands) {
        this.heading = heading;
        this.commands = List.of(commands);
    }

    List<String> commands() {
        return commands;
    }

    /** Shows the commands of a line in these groups when it is asked for help. */
    static CommandLine applyTo(CommandLine line) {
        line.getHelpSectionMap().remove(SECTION_KEY_COMMAND_LIST_HEADING);
        line.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, CommandGroups::render);
        return line;
    }

    private static String render(Help help) {
        StringBuilder text = new StringBuilder();
        for (CommandGroups group : values()) {
            text.append(help.createHeading("%n@|bold " + group.heading + "|@%n"))
                    .append(group.table(help));
        }
        return text.toString();
    }

    private TextTable table(Help help) {
        int width = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(INDENT + NAMES, INDENT, Overflow.SPAN),
                new Column(width - INDENT - NAMES, INDENT, Overflow.WRAP));
        for (String command : commands) {
            Help known = Objects.requireNonNull(help.subcommands().get(command), command);
            String description = known.commandSpec().usageMessage().description()[0];
            table.addRowValues("@|bold " + command + "|@", description);
        }
        return table;
    }
}
