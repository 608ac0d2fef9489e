package io.barograph.cli;

import io.barograph.cli.cluster.MemberAddress;
import io.barograph.cli.cluster.ServerCertificate;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a worker answers Prometheus and probes. */
final class MetricsOptions {
    private static final int LONGEST_TOKEN = 4096;

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            converter = ClusterOptions.Address.class,
            description =
                    "Serve /metrics for Prometheus there, and /health/live and /health/ready; default: nowhere. An"
                            + " address that other machines reach needs the other three --metrics options.")
    private @Nullable MemberAddress address;

    @Option(
            names = "--metrics-token-file",
            paramLabel = "FILE",
            description = "Holds the token that a scrape must bring, as Prometheus's credentials_file does.")
    private @Nullable Path tokenFile;

    @Option(names = "--metrics-cert", paramLabel = "FILE", description = "Certificate with its chain, as PEM.")
    private @Nullable Path certificate;

    @Option(names = "--metrics-key", paramLabel = "FILE", description = "Private key of the certificate, as PEM.")
    private @Nullable Path key;

    /**
     * Where to listen and what a scrape must bring.
     *
     * @param token null for everybody on this machine
     */
    record Place(HttpServerOptions server, @Nullable String token) {
        @Override
        public String toString() {
            return (server.isSsl() ? "https://" : "http://") + server.getHost() + ":" + server.getPort();
        }
    }

    /**
     * What was asked for, or null if nothing was.
     *
     * @throws CliException USAGE, with all that is wrong
     */
    @Nullable
    Place place() {
        List<String> problems = new ArrayList<>();
        String token = tokenFile == null ? null : token(tokenFile, problems);
        if (address == null && (tokenFile != null || certificate != null || key != null)) {
            problems.add("--metrics-token-file, --metrics-cert and --metrics-key need --metrics HOST:PORT");
        }
        if ((certificate == null) != (key == null)) {
            problems.add("--metrics-cert and --metrics-key need each other");
        }
        if (address != null && !address.isLoopback() && (tokenFile == null || certificate == null || key == null)) {
            problems.add("--metrics " + address
                    + " is not loopback: it needs --metrics-token-file, --metrics-cert and --metrics-key");
        }
        if (certificate != null && key != null) {
            problems.addAll(ServerCertificate.problems("--metrics", certificate, key));
        }
        if (!problems.isEmpty()) {
            throw new CliException(ExitCode.USAGE, String.join("; ", problems));
        }
        return address == null ? null : new Place(server(address), token);
    }

    private HttpServerOptions server(MemberAddress at) {
        HttpServerOptions options =
                new HttpServerOptions().setHost(at.host()).setPort(at.port()).setCompressionSupported(true);
        if (certificate != null && key != null) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(certificate.toString())
                            .addKeyPath(key.toString()));
        }
        return options;
    }

    private static @Nullable String token(Path file, List<String> problems) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.length() > LONGEST_TOKEN) {
                problems.add(
                        "--metrics-token-file " + file + " must hold a token of 1 to " + LONGEST_TOKEN + " characters");
            }
            return token;
        } catch (IOException e) {
            problems.add("cannot read --metrics-token-file " + file);
            return null;
        }
    }
}
