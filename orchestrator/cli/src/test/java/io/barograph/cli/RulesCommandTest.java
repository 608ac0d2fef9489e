package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RulesCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsRulesWithWhatWasSet() {
        assertThat(run("rules", "--set", "noProgressSeconds=77", "--set", "jobPattern=a|b"))
                .isEqualTo(ExitCode.OK.number());
        assertThat(out.toString())
                .contains("\ngroups:\n")
                .contains("sweep:barograph_sweep_without_progress_seconds:running > 77\n", "{job=~\"a|b\"}");
    }

    @Test
    void printsAnObjectForKubernetes() {
        assertThat(run("rules", "--kubernetes")).isEqualTo(ExitCode.OK.number());
        assertThat(out.toString()).contains("\nkind: PrometheusRule\n", "\nspec:\n", "\n  groups:\n    - name: ");
    }

    @Test
    void saysAllThatIsWrongInOneLine() {
        assertThat(run("rules", "--set", "noProgressSecond=7", "--set", "storeSlowSeconds=fast"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .startsWith("barograph: storeSlowSeconds must be a number from 0, with at most 6 decimals, was 'fast';"
                        + " there is no parameter 'noProgressSecond'; the parameters are jobPattern, runbookUrl, ")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        CommandLine line = Barograph.commandLine(new BarTrainerSource())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
