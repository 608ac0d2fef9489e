package io.barograph.bench.dispatch;

import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.metrics.Meters;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator as {@code barograph orchestrator} starts it. Arguments: address, JDBC URL, user; the password is in the
 * environment.
 */
final class OrchestratorMember {
    static final String PASSWORD = "BAROGRAPH_BENCH_PASSWORD";

    private static final String HTTP = "BAROGRAPH_BENCH_HTTP";

    private OrchestratorMember() {}

    /** The environment of members that are measured, and of which the orchestrator has HTTP at this port, without limits. */
    static Map<String, String> measuredAt(int port) {
        Map<String, String> environment = new HashMap<>(ScrapedMeters.environment(true));
        environment.put(HTTP, String.valueOf(port));
        return environment;
    }

    public static void main(String[] args) throws IOException {
        MemberAddress address = MemberAddress.parse(args[0]);
        PostgresConfig postgres = PostgresConfig.of(args[1], args[2], System.getenv(PASSWORD));
        Meters meters = ScrapedMeters.wanted() ? ScrapedMeters.start() : Meters.in(new SimpleMeterRegistry());
        Vertx vertx = Waiting.on(ClusteredVertx.join(
                new ClusterConfig(ClusterConfig.DEFAULT_NAME, Role.ORCHESTRATOR, address, 0, List.of(address), false),
                meters.areRead() ? meters : null));
        ServerConfig config = new ServerConfig(new External(postgres), SchedulerConfig.of("bench"), null, http());
        BarographServer server = Waiting.on(BarographServer.start(vertx, config, meters));
        Control.serve(meters);
        Waiting.on(server.stop());
        Waiting.on(vertx.close());
        System.exit(0);
    }

    private static @Nullable HttpConfig http() {
        String port = System.getenv(HTTP);
        return port == null
                ? null
                : HttpConfig.guarded("127.0.0.1", Integer.parseInt(port), null).within(null);
    }
}
