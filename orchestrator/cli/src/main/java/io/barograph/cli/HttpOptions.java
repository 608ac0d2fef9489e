package io.barograph.cli;

import io.barograph.cli.cluster.MemberAddress;
import io.barograph.cli.cluster.ServerCertificate;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.http.HttpConfig.TlsFiles;
import io.barograph.server.http.HttpLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an orchestrator serves HTTP. */
final class HttpOptions {
    private static final int MOST = 100_000;

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

    @Option(
            names = "--http-rate",
            paramLabel = "N",
            description = "How many requests a second each caller may send; more are answered 429. Default: 100.")
    private @Nullable Integer rate;

    @Option(
            names = "--http-burst",
            paramLabel = "N",
            description = "How many of them at once, after a pause; default: twice --http-rate.")
    private @Nullable Integer burst;

    @Option(
            names = "--http-streams",
            paramLabel = "N",
            description = "How many streams of events and connections each caller may have open; default: 50.")
    private @Nullable Integer streams;

    @Option(names = "--http-key", paramLabel = "FILE", description = "Private key of the certificate, as PEM.")
    private @Nullable Path key;

    @Option(
            names = "--grafana",
            paramLabel = "URL",
            description = "Where Grafana has the dashboards, for links from the web page; default: no links.")
    private @Nullable URI grafana;

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
                config = HttpConfig.guarded(address.host(), address.port(), tls)
                        .within(limits())
                        .withGrafana(grafana);
            } catch (IllegalArgumentException e) {
                problems.add("--http or --grafana: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new CliException(ExitCode.USAGE, String.join("; ", problems));
        }
        return config;
    }

    /** What clients will not like about the certificate, or nothing. */
    Optional<String> warning() {
        return certificate == null ? Optional.empty() : ServerCertificate.warning(certificate);
    }

    private HttpLimits limits() {
        int perSecond = Objects.requireNonNullElse(rate, HttpLimits.DEFAULT.perSecond());
        return new HttpLimits(
                perSecond,
                Objects.requireNonNullElse(burst, 2 * perSecond),
                Objects.requireNonNullElse(streams, HttpLimits.DEFAULT.streams()));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        Map<String, @Nullable Integer> counts = new LinkedHashMap<>();
        counts.put("--http-rate", rate);
        counts.put("--http-burst", burst);
        counts.put("--http-streams", streams);
        counts.forEach((option, count) -> {
            if (count != null && (count < 1 || count > MOST)) {
                problems.add(option + " must be 1 to " + MOST + ", was " + count);
            }
            if (count != null && address == null) {
                problems.add(option + " needs --http HOST:PORT");
            }
        });
        if (address == null && grafana != null) {
            problems.add("--grafana needs --http HOST:PORT");
        }
        if (address == null && (certificate != null || key != null)) {
            problems.add("--http-cert and --http-key need --http HOST:PORT");
        }
        if ((certificate == null) != (key == null)) {
            problems.add("--http-cert and --http-key need each other");
        }
        if (certificate != null && key != null) {
            problems.addAll(ServerCertificate.problems("--http", certificate, key));
        }
        return problems;
    }
}
