package io.barograph.cli.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.barograph.api.JsonCodec;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x whose event bus reaches every member of the cluster: daemon threads, no files in the temporary folder. */
public final class ClusteredVertx {
    private static final Logger LOG = LoggerFactory.getLogger(ClusteredVertx.class);
    private static final int EVENT_LOOPS = 2;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int JOINS = 5;

    private ClusteredVertx() {}

    /**
     * Joins the cluster, or for an orchestrator without others begins one. Tries again if a member that it waited for is
     * lost meanwhile. Fails if the address cannot be listened on, and with
     * {@link NoOrchestratorException} if a guest finds only others of its kind; also if no orchestrator that it finds would
     * talk with it, because of their certificates. Closing the Vert.x leaves the cluster.
     */
    public static Future<Vertx> join(ClusterConfig cluster) {
        return join(cluster, null);
    }

    /**
     * As {@link #join(ClusterConfig)}.
     *
     * @param meters measure the event bus and more of Vert.x, or null
     */
    public static Future<Vertx> join(ClusterConfig cluster, @Nullable Meters meters) {
        return join(cluster, meters, JOINS);
    }

    /** Whether a Vert.x of {@link #join} is a member of a cluster with an orchestrator, itself or another. */
    public static boolean seesOrchestrator(Vertx vertx) {
        return ((VertxInternal) vertx).clusterManager() instanceof LastingClusterManager manager
                && manager.seesOrchestrator();
    }

    private static Future<Vertx> join(ClusterConfig cluster, @Nullable Meters meters, int most) {
        return joinOnce(cluster, meters).recover(failure -> {
            if (failure instanceof NoDataMemberInClusterException) {
                return Future.failedFuture(new NoOrchestratorException(failure));
            }
            if (!(failure instanceof OperationTimeoutException)) {
                return Future.failedFuture(failure);
            }
            LOG.info("The cluster was not joined, {} tries are left", most - 1, failure);
            return most > 1
                    ? join(cluster, meters, most - 1)
                    : Future.failedFuture("its members did not answer in time, see the log");
        });
    }

    private static Future<Vertx> joinOnce(ClusterConfig cluster, @Nullable Meters meters) {
        Config hazelcast;
        try {
            hazelcast = HazelcastSettings.of(cluster);
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        }
        String host = cluster.listen().host();
        EventBusOptions eventBus = new EventBusOptions()
                .setHost(host)
                .setPort(cluster.eventBusPort())
                .setClusterPublicHost(host)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setSslHandshakeTimeout(CONNECT.toSeconds());
        TlsIdentity tls = cluster.tls();
        if (tls != null) {
            tls.protect(eventBus);
            LOG.info("The event bus is encrypted: {}", tls);
        }
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setUseDaemonThread(true)
                .setEventBusOptions(eventBus)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        LastingClusterManager manager = new LastingClusterManager(hazelcast);
        VertxBuilder builder = meters == null ? Vertx.builder().with(options) : meters.measuring(options);
        return builder.withClusterManager(manager)
                .buildClustered()
                .compose(vertx -> vertx.executeBlocking(() -> {
                    JsonCodec.prepare();
                    return vertx;
                }))
                .compose(vertx -> cluster.role() == Role.GUEST ? requireCommonTrust(vertx, manager) : keep(vertx));
    }

    /** A guest that no orchestrator can hear has nothing to wait for. */
    private static Future<Vertx> requireCommonTrust(Vertx vertx, LastingClusterManager manager) {
        String obstacle = manager.obstacle();
        return obstacle == null
                ? keep(vertx)
                : vertx.close().transform(closed -> Future.failedFuture(new IllegalStateException(obstacle)));
    }

    private static Future<Vertx> keep(Vertx vertx) {
        return Future.succeededFuture(vertx);
    }
}
