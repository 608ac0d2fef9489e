package io.barograph.cli;

import io.barograph.cli.cluster.TestingAuthority;
import io.barograph.cli.cluster.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real orchestrator that serves HTTP with a certificate of its own authority, at the same ports in each of its lives. */
final class TestingServer {
    private final Path folder;
    private final TlsFiles tls;
    private final String token;
    private final int memberPort;
    private final int httpPort;

    private TestingServer(Path folder, TlsFiles tls, String token, int memberPort, int httpPort) {
        this.folder = folder;
        this.tls = tls;
        this.token = token;
        this.memberPort = memberPort;
        this.httpPort = httpPort;
    }

    /** Makes a certificate for these names, and a token. */
    static TestingServer in(Path folder, String... names) throws Exception {
        TlsFiles tls = new TestingAuthority("authority").server(folder, names);
        try (TestingCommand create = TestingCommand.real(
                folder, "token", "create", "tests", "--role", "submitter", "--data", "orchestrator")) {
            if (create.exitCode() != 0) {
                throw new AssertionError(create.out() + create.err());
            }
            return new TestingServer(folder, tls, create.out().strip(), TestingPorts.free(), TestingPorts.free());
        }
    }

    /** Starts it and waits until it serves. */
    TestingCommand start(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("orchestrator", "--data", "orchestrator"));
        words.addAll(List.of("--listen", member(), "--http", "127.0.0.1:" + httpPort));
        words.addAll(List.of("--http-cert", "" + tls.certificate(), "--http-key", "" + tls.key()));
        words.addAll(List.of(more));
        TestingCommand orchestrator = TestingCommand.real(folder, words.toArray(String[]::new));
        try {
            orchestrator.awaitOutput("HTTP is served");
        } catch (Throwable e) {
            orchestrator.close();
            throw e;
        }
        return orchestrator;
    }

    /** What members join. */
    String member() {
        return "127.0.0.1:" + memberPort;
    }

    /** Its address under one of its names, or another. */
    String url(String scheme, String name) {
        return scheme + "://" + name + ":" + httpPort;
    }

    Path authority() {
        return tls.authorities();
    }

    String token() {
        return token;
    }
}
