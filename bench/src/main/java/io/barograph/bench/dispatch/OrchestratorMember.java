package io.barograph.bench.dispatch;

import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;

/**
 * An orchestrator as {@code barograph orchestrator} starts it. Arguments: address, JDBC URL, user; the password is in the
 * environment.
 */
final class OrchestratorMember {
    static final String PASSWORD = "BAROGRAPH_BENCH_PASSWORD";

    private OrchestratorMember() {}

    public static void main(String[] args) throws IOException {
        MemberAddress address = MemberAddress.parse(args[0]);
        PostgresConfig postgres = PostgresConfig.of(args[1], args[2], System.getenv(PASSWORD));
        Vertx vertx = Waiting.on(ClusteredVertx.join(
                new ClusterConfig(ClusterConfig.DEFAULT_NAME, Role.ORCHESTRATOR, address, 0, List.of(address), false)));
        ServerConfig config = new ServerConfig(new External(postgres), SchedulerConfig.of("bench"), null);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        BarographServer server = Waiting.on(BarographServer.start(vertx, config, meters));
        Control.serve(meters);
        Waiting.on(server.stop());
        Waiting.on(vertx.close());
        System.exit(0);
    }
}
