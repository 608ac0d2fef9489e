package io.barograph.cli;

import io.barograph.cli.cluster.TlsException;
import io.barograph.cli.cluster.TlsFiles;
import io.barograph.cli.cluster.TlsIdentity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a member proves who it is on the event bus, and to whom it listens. */
final class TlsOptions {
    static final String CERTIFICATE = "BAROGRAPH_TLS_CERT";
    static final String KEY = "BAROGRAPH_TLS_KEY";
    static final String AUTHORITIES = "BAROGRAPH_TLS_CA";

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Encrypt the event bus: the certificate of this member, in PEM, then those between it and the"
                    + " authority. Default: " + CERTIFICATE + " of the environment, or else nothing is encrypted.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, in PEM; default: " + KEY + " of the environment.")
    private @Nullable Path key;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "The authorities, in PEM: whoever has a certificate of one of them is a member, nobody else;"
                    + " default: " + AUTHORITIES + " of the environment.")
    private @Nullable Path authorities;

    /**
     * Who this member is; null if nothing is to be encrypted.
     *
     * @throws CliException USAGE, with every problem
     */
    @Nullable
    TlsIdentity identity() {
        Path own = or(certificate, CERTIFICATE);
        Path secret = or(key, KEY);
        Path trusted = or(authorities, AUTHORITIES);
        if (own == null || secret == null || trusted == null) {
            requireNone(own, secret, trusted);
            return null;
        }
        try {
            return new TlsFiles(own, secret, trusted).read(Clock.systemUTC().instant());
        } catch (TlsException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireNone(@Nullable Path own, @Nullable Path secret, @Nullable Path trusted) {
        List<String> missing = Stream.of(
                        own == null ? "--tls-cert" : null,
                        secret == null ? "--tls-key" : null,
                        trusted == null ? "--tls-ca" : null)
                .filter(Objects::nonNull)
                .toList();
        if (missing.size() < 3) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--tls-cert, --tls-key and --tls-ca go together, and there is no "
                            + String.join(" and no ", missing));
        }
    }

    private static @Nullable Path or(@Nullable Path given, String variable) {
        String named = System.getenv(variable);
        return given != null || named == null || named.isEmpty() ? given : Path.of(named);
    }
}
