package io.barograph.bench.dispatch;

import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.node.WorkerConfig;
import io.barograph.node.WorkerVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A worker of the cluster whose slots pretend to train. Arguments: orchestrator, name, slots, epochs of a trial, its
 * milliseconds, journal.
 */
final class SlotsMember {
    private SlotsMember() {}

    public static void main(String[] args) throws IOException {
        ClusterConfig member = new ClusterConfig(
                ClusterConfig.DEFAULT_NAME,
                Role.GUEST,
                ClusterConfig.DEFAULT_GUEST,
                0,
                List.of(MemberAddress.parse(args[0])),
                false);
        SlotJournal journal = new SlotJournal();
        int epochs = Integer.parseInt(args[3]);
        Duration time = Duration.ofMillis(Long.parseLong(args[4]));
        Vertx vertx = Waiting.on(ClusteredVertx.join(member));
        List<Future<String>> deployed = new ArrayList<>();
        for (int slot = 0; slot < Integer.parseInt(args[2]); slot++) {
            PretendTrainer trainer = new PretendTrainer(epochs, time, args[1] + "-" + slot, journal);
            deployed.add(
                    vertx.deployVerticle(new WorkerVerticle(WorkerConfig.of(args[1], slot, new TreeSet<>()), trainer)));
        }
        Waiting.on(Future.all(deployed));
        Control.serve(new SimpleMeterRegistry());
        journal.write(Path.of(args[5])); // what is stopped now is of no sweep
        Waiting.on(vertx.close());
        System.exit(0);
    }
}
