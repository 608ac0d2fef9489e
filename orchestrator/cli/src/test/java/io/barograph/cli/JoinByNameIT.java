package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.cli.cluster.TestingAuthority;
import io.barograph.cli.cluster.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that know each other by a name in the DNS alone, as in Kubernetes, and by their certificates. */
class JoinByNameIT {
    private static final String DOMAIN = "barograph.test";
    private static final String NAME = "orchestrators." + DOMAIN;
    private static final String FIRST = "10.77.0.1";
    private static final String SECOND = "10.77.0.2";
    private static final String WORKER = "10.77.0.3";
    private static final String USER = "10.77.0.4";
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: %s
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5]
            """;

    @TempDir
    Path folder;

    private final List<TestingCommand> started = new ArrayList<>();
    private TestingHost host;
    private TestingAuthority authority;

    @BeforeEach
    void startHost() throws Exception {
        assumeTrue(
                TestingHost.isPossible() || System.getenv("CI") != null,
                "needs root, dnsmasq-base, iproute2 and util-linux");
        host = TestingHost.start(folder, DOMAIN, FIRST, SECOND, WORKER, USER);
        authority = new TestingAuthority("test");
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        for (TestingCommand command : started) {
            command.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aWorkerWaitsForTheNameAndFollowsItToAnotherAddress() throws Exception {
        TlsFiles own = authority.member(folder, "worker");
        Map<String, String> certificates = Map.of(
                TlsOptions.CERTIFICATE, own.certificate().toString(),
                TlsOptions.KEY, own.key().toString(),
                TlsOptions.AUTHORITIES, own.authorities().toString());
        TestingCommand worker =
                start(certificates, WORKER + ":0", "worker", "--name", "worker", "--artifacts", "artifacts");
        worker.awaitOutput("Waiting for an orchestrator at " + NAME + ":5701");
        TestingCommand first = orchestrator(FIRST);
        first.awaitOutput("Orchestrator is ready");
        assertThat(worker.out()).doesNotContain("ready");
        host.answer(NAME, FIRST);
        worker.awaitOutput("Worker worker is ready");

        first.kill();
        TestingCommand second = orchestrator(SECOND);
        second.awaitOutput("Orchestrator is ready");
        host.answer(NAME, SECOND);
        Path spec = Files.writeString(folder.resolve("moved.yaml"), SPEC.formatted("moved"));
        TestingCommand submit =
                start(tls("user"), USER + ":0", "submit", spec.getFileName().toString(), "--wait");
        assertThat(submit.exitCode()).as(submit.out() + submit.err()).isZero();
        assertThat(submit.out()).contains("2 of 2 trials completed");
        second.signal("TERM");
        assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.TERMINATED.number());
    }

    private TestingCommand orchestrator(String address) throws Exception {
        return start(tls(address), address + ":5701", "orchestrator", "--data", "data");
    }

    private List<String> tls(String member) throws Exception {
        TlsFiles own = authority.member(folder, member);
        return List.of(
                "--tls-cert", own.certificate().toString(),
                "--tls-key", own.key().toString(),
                "--tls-ca", own.authorities().toString());
    }

    private TestingCommand start(List<String> tls, String listen, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(tls);
        return start(Map.of(), listen, all.toArray(String[]::new));
    }

    private TestingCommand start(Map<String, String> environment, String listen, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--join", NAME + ":5701", "--listen", listen, "--trusted-network"));
        TestingCommand command =
                TestingCommand.pretendingOn(host.entering(), environment, folder, 1, all.toArray(String[]::new));
        started.add(command);
        return command;
    }
}
