package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.client.BridgeOptions;
import io.barograph.api.client.SweepClient;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.cli.cluster.TestingAuthority;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and clients that reach an orchestrator over TLS, and those that must not. */
class EncryptedHttpIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: handed-in
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 4}
            search: {budgets: [1, 0.5]}
            """;
    private static final String NAME = "localhost";

    @TempDir
    Path folder;

    @Test
    void whoBelievesTheAuthorityIsServedAndOthersAreToldWhatToDo() throws Exception {
        TestingServer server = TestingServer.in(folder, NAME);
        Path stranger =
                new TestingAuthority("stranger").server(folder, "elsewhere").authorities();
        try (TestingCommand orchestrator = server.start()) {
            overASocket(server, stranger);

            String url = server.url("https", NAME);
            String listed = ends(ExitCode.OK, server, url, server.authority());
            assertThat(listed).contains("handed-in");
            assertThat(ends(ExitCode.CLUSTER, server, url, null))
                    .contains("no authority that is believed has signed the certificate of " + url)
                    .contains("--server-ca");
            assertThat(ends(ExitCode.CLUSTER, server, url, stranger))
                    .contains("no authority that is believed has signed the certificate of " + url);
            String otherName = server.url("https", "127.0.0.1");
            assertThat(ends(ExitCode.CLUSTER, server, otherName, server.authority()))
                    .contains("the certificate of " + otherName + " is not for this name");
            assertThat(ends(ExitCode.CLUSTER, server, server.url("http", NAME), null))
                    .contains("does not answer in plain HTTP")
                    .contains("give --server " + url);
            orchestrator.signal("TERM");
            assertThat(orchestrator.exitCode()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }

    private static void overASocket(TestingServer server, Path stranger) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            BridgeOptions known = BridgeOptions.to(server.url("wss", NAME))
                    .withToken(server.token())
                    .withTrust(server.authority());
            SweepClient client = SweepClient.connect(vertx, known);
            client.submit(SweepSpecReader.read(SPEC), "once").await(60, TimeUnit.SECONDS);
            assertThat(client.get("handed-in").await(60, TimeUnit.SECONDS).trials())
                    .isNotEmpty();
            for (BridgeOptions unknown : List.of(
                    known.withTrust(stranger),
                    known.withTrust(null),
                    BridgeOptions.to(server.url("wss", "127.0.0.1"))
                            .withToken(server.token())
                            .withTrust(server.authority()))) {
                SweepClient refused = SweepClient.connect(vertx, unknown);
                assertThatThrownBy(() -> refused.get("handed-in").await(60, TimeUnit.SECONDS))
                        .isInstanceOf(BarographException.class)
                        .hasMessageContaining("is not trusted")
                        .extracting("code")
                        .isEqualTo(ErrorCode.INVALID_REQUEST);
            }
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    /** Lists the sweeps and returns what was said. */
    private String ends(
            ExitCode expected, TestingServer server, String url, @org.jspecify.annotations.Nullable Path authority)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("list", "--server", url));
        if (authority != null) {
            words.addAll(List.of("--server-ca", authority.toString()));
        }
        String token = ServerToken.VARIABLE + "=" + server.token();
        try (TestingCommand list = TestingCommand.realWith(token, folder, words.toArray(String[]::new))) {
            assertThat(list.exitCode()).as(list.out() + list.err()).isEqualTo(expected.number());
            return list.out() + list.err();
        }
    }
}
