package io.barograph.cli;

import io.barograph.cli.cluster.MemberAddress;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.http.HttpConfig.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an orchestrator serves HTTP. */
final class HttpOptions {
    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            converter = ClusterOptions.Address.class,
            description = "Serve the HTTP API there, to callers with a token (see barograph token); default: nowhere."
                    + " An address that other machines reach needs --http-cert and --http-key.")
    private @Nullable MemberAddress address;

    @Option(
            names = "--http-cert",
            paramLabel = "FILE",
            description = "Certificate of the HTTP server with its chain, as PEM.")
    private @Nullable Path certificate;

    @Option(names = "--http-key", paramLabel = "FILE", description = "Private key of the certificate, as PEM.")
    private @Nullable Path key;

    /**
     * The configuration, or null if HTTP is not wanted.
     *
     * @throws CliException USAGE, with all that is wrong
     */
    @Nullable
    HttpConfig config() {
        List<String> problems = problems();
        TlsFiles tls = certificate == null || key == null ? null : new TlsFiles(certificate, key);
        HttpConfig config = null;
        if (address != null && problems.isEmpty()) {
            try {
                config = HttpConfig.guarded(address.host(), address.port(), tls);
            } catch (IllegalArgumentException e) {
                problems.add("--http: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new CliException(ExitCode.USAGE, String.join("; ", problems));
        }
        return config;
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (address == null && (certificate != null || key != null)) {
            problems.add("--http-cert and --http-key need --http HOST:PORT");
        }
        if ((certificate == null) != (key == null)) {
            problems.add("--http-cert and --http-key need each other");
        }
        for (Path file : new @Nullable Path[] {certificate, key}) {
            if (file != null && !Files.isReadable(file)) {
                problems.add("cannot read " + file);
            }
        }
        return problems;
    }
}
