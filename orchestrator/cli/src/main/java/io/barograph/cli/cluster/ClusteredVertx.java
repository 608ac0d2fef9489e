package io.barograph.cli.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.barograph.api.JsonCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.UnknownHostException;
import java.time.Duration;

/** A Vert.x whose event bus reaches every member of the cluster: daemon threads, no files in the temporary folder. */
public final class ClusteredVertx {
    private static final int EVENT_LOOPS = 2;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private ClusteredVertx() {}

    /**
     * Joins the cluster, or for an orchestrator without others begins one. Fails if the address cannot be listened on,
     * and with
     * {@link NoOrchestratorException} if a guest finds only others of its kind. Closing the Vert.x leaves the cluster.
     */
    public static Future<Vertx> join(ClusterConfig cluster) {
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
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setUseDaemonThread(true)
                .setEventBusOptions(eventBus)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withClusterManager(new LastingClusterManager(hazelcast))
                .buildClustered()
                .compose(vertx -> vertx.executeBlocking(() -> {
                    JsonCodec.prepare();
                    return vertx;
                }))
                .recover(failure -> Future.failedFuture(
                        failure instanceof NoDataMemberInClusterException
                                ? new NoOrchestratorException(failure)
                                : failure));
    }
}
