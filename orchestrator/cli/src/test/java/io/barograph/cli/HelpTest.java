package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    @Test
    void everyCommandExplainsItself() {
        CommandLine all = Barograph.commandLine(new BarTrainerSource());
        assertThat(all.getSubcommands())
                .containsOnlyKeys(
                        "run",
                        "show",
                        "inspect",
                        "export",
                        "verify",
                        "doctor",
                        "data",
                        "orchestrator",
                        "worker",
                        "token",
                        "submit",
                        "watch",
                        "list",
                        "trials",
                        "front",
                        "fetch",
                        "compare",
                        "cancel",
                        "pause",
                        "resume",
                        "prioritise",
                        "delete",
                        "completion");
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
