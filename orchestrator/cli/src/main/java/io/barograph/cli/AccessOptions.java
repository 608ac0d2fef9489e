package io.barograph.cli;

import io.barograph.cli.cluster.ClusterConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command reaches the sweeps of a cluster: as a member of it, or by HTTP. */
final class AccessOptions {
    static final String SERVER = "BAROGRAPH_SERVER";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The HTTP API of an orchestrator, as https://HOST:PORT, instead of --join; default: " + SERVER
                    + ". The token comes from " + ServerToken.VARIABLE + " or --token-file.")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token for --server, readable by its owner alone; default: "
                    + ServerToken.VARIABLE + ".")
    private @Nullable Path tokenFile;

    @Option(
            names = "--server-ca",
            paramLabel = "FILE",
            description =
                    "Certificates of the authorities that may have signed the server's, as PEM; default: those that"
                            + " Java knows.")
    private @Nullable Path authorities;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Whether a cluster is named at all. */
    boolean given() {
        return cluster.joins() || url() != null;
    }

    /** What opens the access, once everything else is known to be right; null if something is wrong with the options. */
    @Nullable
    Supplier<SweepAccess> read(UsageProblems problems) {
        if (cluster.joins() && server != null) {
            problems.add("--join and --server are two ways to the same sweeps: give one of them");
            return null;
        }
        if (cluster.joins()) {
            for (Object option : new @Nullable Object[] {tokenFile, authorities}) {
                if (option != null) {
                    problems.add("--token-file and --server-ca go with --server, not with --join");
                    break;
                }
            }
            ClusterConfig member = problems.reading(cluster::guest);
            return member == null ? null : () -> BusAccess.join(member);
        }
        String url = url();
        if (url == null) {
            problems.add("please name the cluster: with --join HOST:PORT of an orchestrator, or with --server URL (or "
                    + SERVER + ") of its HTTP API");
            return null;
        }
        ServerAddress address = problems.reading(() -> ServerAddress.parse(url));
        ServerToken token = problems.reading(() -> ServerToken.read(tokenFile));
        ServerTrust trust = problems.reading(() -> ServerTrust.read(authorities));
        return address == null || token == null || trust == null
                ? null
                : () -> new HttpAccess(new HttpCalls(address, token, trust));
    }

    /** @throws CliException USAGE, with all that is wrong */
    Supplier<SweepAccess> read() {
        UsageProblems problems = new UsageProblems();
        Supplier<SweepAccess> access = read(problems);
        problems.raise();
        return Objects.requireNonNull(access);
    }

    private @Nullable String url() {
        String standard = System.getenv(SERVER);
        return server != null || standard == null || standard.isBlank() ? server : standard;
    }
}
