package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    @Test
    void theCommandThatPeopleNeedFirstComesFirst() {
        assertThat(Barograph.commandLine(new BarTrainerSource()).getUsageMessage())
                .containsSubsequence("On this machine", "  run ", "Runs the sweep", "Sweeps of a cluster", "  submit ");
    }

    @Test
    void everyCommandIsToldOfInAWholeSentenceInLists() {
        assertThat(Barograph.commandLine(new BarTrainerSource())
                        .getSubcommands()
                        .values())
                .flatExtracting(line -> Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
                        .toList())
                .allSatisfy(line -> assertThat(((CommandLine) line)
                                .getCommandSpec()
                                .usageMessage()
                                .description()[0])
                        .endsWith("."));
    }

    @Test
    void everyCommandExplainsItself() {
        CommandLine all = Barograph.commandLine(new BarTrainerSource());
        assertThat(Arrays.stream(CommandGroups.values())
                        .map(CommandGroups::commands)
                        .flatMap(List::stream))
                .as("each command is in one group")
                .containsExactlyInAnyOrderElementsOf(all.getSubcommands().keySet());
        for (String name : all.getSubcommands().keySet()) {
            StringWriter out = new StringWriter();
            CommandLine line = Barograph.commandLine(new BarTrainerSource()).setOut(new PrintWriter(out));
            assertThat(line.execute(name, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: barograph " + name);
        }
        for (String shell : new String[] {"bash", "zsh"}) {
            StringWriter out = new StringWriter();
            CommandLine line = Barograph.commandLine(new BarTrainerSource()).setOut(new PrintWriter(out));
            assertThat(line.execute("completion", shell)).isZero();
            assertThat(out.toString()).contains("complete -F", "prioritise", "--token-file");
        }
        for (String name : new String[] {"hash", "push"}) {
            StringWriter out = new StringWriter();
            CommandLine line = Barograph.commandLine(new BarTrainerSource()).setOut(new PrintWriter(out));
            assertThat(line.execute("data", name, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: barograph data " + name);
        }
    }
}
