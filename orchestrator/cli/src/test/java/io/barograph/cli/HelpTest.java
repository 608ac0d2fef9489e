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
                        "fetch",
                        "cancel",
                        "pause",
                        "resume",
                        "delete");
        for (String name : all.getSubcommands().keySet()) {
            StringWriter out = new StringWriter();
            CommandLine line = Barograph.commandLine(new BarTrainerSource()).setOut(new PrintWriter(out));
            assertThat(line.execute(name, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: barograph " + name);
        }
        for (String name : new String[] {"hash", "push"}) {
            StringWriter out = new StringWriter();
            CommandLine line = Barograph.commandLine(new BarTrainerSource()).setOut(new PrintWriter(out));
            assertThat(line.execute("data", name, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: barograph data " + name);
        }
    }
}
