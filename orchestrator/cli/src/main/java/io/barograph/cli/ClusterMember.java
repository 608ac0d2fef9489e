package io.barograph.cli;

import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.NoOrchestratorException;
import io.barograph.cli.cluster.Reachability;
import io.barograph.metrics.Meters;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** This process in its cluster, from joining it to leaving it. */
record ClusterMember(Vertx vertx) implements AutoCloseable {
    private static final Duration JOIN = Duration.ofMinutes(2);
    private static final Duration LEAVE = Duration.ofSeconds(30);

    /** @throws CliException CLUSTER if it cannot be joined or, for a guest, nobody is there */
    static ClusterMember join(ClusterConfig cluster) {
        return join(cluster, null);
    }

    /**
     * As {@link #join(ClusterConfig)}.
     *
     * @param meters measure the event bus and more of Vert.x, or null
     */
    static ClusterMember join(ClusterConfig cluster, @Nullable Meters meters) {
        if (cluster.role() == Role.GUEST && !Reachability.any(cluster)) {
            throw new CliException(ExitCode.CLUSTER, "nobody answers at " + joined(cluster));
        }
        try {
            return new ClusterMember(Awaited.result(
                    ClusteredVertx.join(cluster, meters), JOIN, ExitCode.CLUSTER, "joining the cluster"));
        } catch (CliException e) {
            throw e;
        } catch (NoOrchestratorException e) {
            throw new CliException(ExitCode.CLUSTER, "no orchestrator is in the cluster of " + joined(cluster), e);
        } catch (RuntimeException e) {
            throw new CliException(ExitCode.CLUSTER, reason(cluster, e), e);
        }
    }

    /** The members to look for, in words. */
    static String joined(ClusterConfig cluster) {
        return cluster.join().stream().map(Object::toString).collect(Collectors.joining(" or "));
    }

    private static String reason(ClusterConfig cluster, RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String place = cluster.role() == Role.GUEST ? " of " + joined(cluster) : "";
        return "cannot join the cluster" + place + " from " + cluster.listen() + ": " + cause.getMessage();
    }

    /** Leaves in order, so that the others need not find out. */
    @Override
    public void close() {
        Awaited.end(vertx.close(), LEAVE, "membership in the cluster");
    }
}
