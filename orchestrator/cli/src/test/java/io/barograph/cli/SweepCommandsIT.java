package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command for sweeps of a cluster, by HTTP and as a member, against one orchestrator and one worker. */
class SweepCommandsIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: %s
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search: {budgets: [1, 0.5], seeds: [1, %s]}
            """;
    private static final long EPOCH_MILLIS = 50;

    @TempDir
    Path folder;

    private Map<String, String> http = Map.of();
    private String join = "";

    @Test
    void sweepsAreHandedInFollowedSteeredHarvestedAndDeletedByHttpAndAsAMember() throws Exception {
        Files.writeString(folder.resolve("good.yaml"), SPEC.formatted("good", 2));
        Files.writeString(folder.resolve("unlucky.yaml"), SPEC.formatted("unlucky", 13));
        String token = done(Map.of(), "token", "create", "me", "--role", "admin", "--data", "o");
        String viewer = done(Map.of(), "token", "create", "you", "--role", "viewer", "--data", "o");
        join = "--join=127.0.0.1:" + TestingPorts.free();
        try (TestingCommand orchestrator = start(
                "orchestrator",
                "--data=o",
                join.replace("join", "listen"),
                "--http=127.0.0.1:0",
                "--artifacts=artifacts")) {
            orchestrator.awaitOutput("HTTP is served");
            http = Map.of(ServerOptions.SERVER, "http://127.0.0.1:" + port(orchestrator), ServerToken.VARIABLE, token);
            steersWhatHasNotBegun();
            try (TestingCommand worker = start("worker", "--artifacts=artifacts", join)) {
                followsAndHarvests();
                assertThat(worker.out()).contains(" is ready");
            }
            comparesAndDeletes();
            letsInByTokensAlone(token, viewer);
        }
    }

    private void steersWhatHasNotBegun() throws Exception {
        String plan =
                "Sweep good can be submitted: 4 trials over 2 budgets, 2 seeds and 1 configuration; 2 dense networks"
                        + " first, 38 epochs in all.";
        assertThat(byHttp("submit", "good.yaml", "--dry-run")).isEqualTo(plan);
        assertThat(asMember("submit", "good.yaml", "--dry-run")).startsWith(plan);
        assertThat(byHttp("list")).isEqualTo("There is no sweep.");
        assertThat(byHttp("submit", "good.yaml")).isEqualTo("Sweep good is running: 4 trials, 0 completed.");
        assertThat(byHttp("submit", "good.yaml", "--dry-run")).contains(plan, "is stored already");
        assertThat(byHttp("submit", "good.yaml", "--dry-run", "--json")).contains("\"taken\" : true");
        assertThat(byHttp("pause", "good")).startsWith("Sweep good is paused");
        assertThat(byHttp("prioritise", "good", "7", "--json")).contains("\"PAUSED\"");
        assertThat(asMember("prioritise", "good", "-8")).startsWith("Sweep good is paused");
        assertThat(byHttp("list")).containsPattern("good +paused +[░]+ +0 +4");
        assertThat(byHttp("resume", "good")).startsWith("Sweep good is running");
    }

    private void followsAndHarvests() throws Exception {
        assertThat(byHttp("watch", "good")).contains("4 of 4 trials completed", "t0003");
        assertThat(asMember("submit", "unlucky.yaml", "--wait", ExitCode.TRIALS_FAILED))
                .contains("2 failed");
        assertThat(asMember("watch", "unlucky", "--json", ExitCode.TRIALS_FAILED))
                .startsWith("{");
        assertThat(asMember("list", "--limit", "1"))
                .contains("unlucky", "--after")
                .doesNotContain("good");
        assertThat(byHttp("trials", "unlucky", "--state", "failed"))
                .contains("failed", "unlucky")
                .doesNotContain("MET");
        assertThat(asMember("trials", "good", "--json")).contains("t0003");
        assertThat(byHttp("front", "good")).contains("hypervolume", "● on the front");
        assertThat(asMember("front", "good", "--csv")).contains("t0001").contains(",");
        byHttp("front", "good", "--svg", "f.svg", "--png", "f.png");
        assertThat(folder.resolve("f.svg")).content().contains("<svg");
        assertThat(folder.resolve("f.png")).isNotEmptyFile();
        assertThat(byHttp("fetch", "good", "--out", "got")).contains("got");
        assertThat(folder.resolve("got/models/t0003.onnx")).hasContent("ONNX file of t0003");
        assertThat(folder.resolve("got/history/t0003.csv")).content().hasLineCount(7);
    }

    private void comparesAndDeletes() throws Exception {
        assertThat(byHttp("compare", "got", "unlucky")).contains("B − A").containsPattern("1/2 .* ± .* %");
        assertThat(byHttp("cancel", "good")).startsWith("Sweep good is completed");
        assertThat(byHttp("delete", "good", "--yes")).isEqualTo("Sweep good is deleted.");
        assertThat(asMember("delete", "unlucky", "--yes", "--json")).contains("\"unlucky\"");
        assertThat(byHttp("list")).isEqualTo("There is no sweep.");
        assertThat(byHttp("watch", "good", ExitCode.USAGE)).contains("no sweep good");
    }

    private void letsInByTokensAlone(String token, String viewer) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), viewer + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(byHttp("submit", "good.yaml", "--token-file=token", ExitCode.DENIED))
                .contains("does not allow");
        http = Map.of(ServerOptions.SERVER, http.get(ServerOptions.SERVER), ServerToken.VARIABLE, "bgt_wrong");
        assertThat(byHttp("list", ExitCode.DENIED)).contains("BAROGRAPH_TOKEN").doesNotContain("bgt_wrong", token);
    }

    private String byHttp(Object... arguments) throws Exception {
        return ends(http, arguments);
    }

    private String asMember(Object... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 1];
        all[0] = arguments[0];
        all[1] = join;
        System.arraycopy(arguments, 1, all, 2, arguments.length - 1);
        return ends(Map.of(), all);
    }

    /** Runs a command to its end, which is well unless the last argument is another exit code. */
    private String ends(Map<String, String> environment, Object... arguments) throws Exception {
        int last = arguments.length - 1;
        ExitCode wanted = arguments[last] instanceof ExitCode given ? given : ExitCode.OK;
        String[] words = new String[wanted == ExitCode.OK ? arguments.length : last];
        for (int i = 0; i < words.length; i++) {
            words[i] = String.valueOf(arguments[i]);
        }
        try (TestingCommand command = TestingCommand.pretendingWith(environment, folder, EPOCH_MILLIS, words)) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isEqualTo(wanted.number());
            return (command.out() + command.err()).strip();
        }
    }

    private String done(Map<String, String> environment, Object... arguments) throws Exception {
        return ends(environment, arguments);
    }

    private TestingCommand start(String... arguments) throws IOException {
        return TestingCommand.pretending(folder, EPOCH_MILLIS, arguments);
    }

    private static String port(TestingCommand orchestrator) {
        Matcher port = Pattern.compile("HTTP is served at port (\\d+)").matcher(orchestrator.out());
        assertThat(port.find()).isTrue();
        return port.group(1);
    }
}
