package io.barograph.cli;

import io.barograph.cli.cluster.ClusterConfig;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** How a command reaches the sweeps of a cluster: as a member of it, or by HTTP. */
final class AccessOptions {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Whether a cluster is named at all. */
    boolean given() {
        return cluster.joins() || server.given();
    }

    /** What opens the access, once everything else is known to be right; null if something is wrong with the options. */
    @Nullable
    Supplier<SweepAccess> read(UsageProblems problems) {
        if (cluster.joins() && server.named()) {
            problems.add("--join and --server are two ways to the same sweeps: give one of them");
            return null;
        }
        if (cluster.joins()) {
            if (server.hasDetails()) {
                problems.add("--token-file and --server-ca go with --server, not with --join");
            }
            ClusterConfig member = problems.reading(cluster::guest);
            return member == null ? null : () -> BusAccess.join(member);
        }
        if (!server.given()) {
            problems.add("please name the cluster: with --join HOST:PORT of an orchestrator, or with --server URL (or "
                    + ServerOptions.SERVER + ") of its HTTP API");
            return null;
        }
        HttpCalls calls = server.read(problems);
        return calls == null ? null : () -> new HttpAccess(calls);
    }

    /** @throws CliException USAGE, with all that is wrong */
    Supplier<SweepAccess> read() {
        UsageProblems problems = new UsageProblems();
        Supplier<SweepAccess> access = read(problems);
        problems.raise();
        return Objects.requireNonNull(access);
    }
}
