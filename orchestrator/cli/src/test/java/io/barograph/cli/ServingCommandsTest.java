package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.cluster.TestingAuthority;
import io.barograph.server.access.Quota;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What commands that serve others refuse before they do anything. */
class ServingCommandsTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Barograph.commandLine(new BarTrainerSource()).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void limitsOfTheHttpApiAreNumbersAndNeedTheApi() {
        String data = folder.resolve("data").toString();
        assertThat(run("orchestrator", "--data", data, "--http-rate", "0", "--http-streams", "-1"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("--http-rate must be 1 to 100000, was 0", "--http-streams must be 1 to 100000, was -1")
                .contains("--http-rate needs --http HOST:PORT");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedBeforeAnythingIsServed() throws Exception {
        TestingAuthority authority = new TestingAuthority("authority");
        String certificate = "" + authority.server(folder, "own").certificate();
        String key = "" + authority.server(folder, "other").key();
        List<String> orchestrator = List.of("orchestrator", "--data", folder + "/data", "--http", "127.0.0.1:0");
        List<String> worker =
                List.of("worker", "--join=127.0.0.1:1", "--artifacts=" + folder, "--metrics", "127.0.0.1:0");
        for (List<String> command : List.of(orchestrator, worker)) {
            String option = command.contains("worker") ? "--metrics" : "--http";
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of(option + "-cert", certificate, option + "-key", key));
            err.getBuffer().setLength(0);
            assertThat(run(words.toArray(String[]::new))).isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString())
                    .contains(option + "-key " + key + ": is not the key of the certificate in " + certificate);
        }
    }

    @Test
    void quotasAreNumbersOrNone() {
        String data = folder.resolve("data").toString();
        assertThat(run("orchestrator", "--data", data, "--max-sweeps-per-token=0", "--max-bytes-per-token=5X"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("--max-sweeps-per-token must be 1 to 999999999 or none, was 0")
                .contains("--max-bytes-per-token must be a number of bytes")
                .contains("was 5X");
        assertThat(quota()).isEqualTo(new Quota(100, 100L << 30));
        assertThat(quota("--max-sweeps-per-token=none", "--max-bytes-per-token=none"))
                .isEqualTo(Quota.NONE);
        assertThat(quota("--max-sweeps-per-token=3", "--max-bytes-per-token=7")).isEqualTo(new Quota(3, 7L));
        assertThat(quota("--max-bytes-per-token=2K").maxBytes()).isEqualTo(2048);
    }

    private static Quota quota(String... arguments) {
        QuotaOptions options = new QuotaOptions();
        new CommandLine(CommandSpec.create().addMixin("quotas", CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options.read(new UsageProblems());
    }
}
