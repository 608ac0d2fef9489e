package io.barograph.bench.dispatch;

import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.metrics.Meters;
import io.barograph.metrics.SlotGauges;
import io.barograph.node.MeteredTrainer;
import io.barograph.node.TrialTrainer;
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
 * Workers of a slot each, in one member of the cluster, that pretend to train. Arguments: orchestrator, beginning of their names,
 * slots, epochs of a trial, its milliseconds, journal.
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
        Meters meters = ScrapedMeters.wanted() ? ScrapedMeters.start() : Meters.in(new SimpleMeterRegistry());
        SlotGauges gauges = new SlotGauges(meters);
        Vertx vertx = Waiting.on(ClusteredVertx.join(member, meters.areRead() ? meters : null));
        List<Future<String>> deployed = new ArrayList<>();
        for (int slot = 0; slot < Integer.parseInt(args[2]); slot++) {
            String name = args[1] + "-" + slot;
            TrialTrainer pretending = new PretendTrainer(epochs, time, name, journal);
            TrialTrainer trainer = meters.areRead() ? new MeteredTrainer(pretending, gauges, slot) : pretending;
            deployed.add(vertx.deployVerticle(new WorkerVerticle(WorkerConfig.of(name, 0, new TreeSet<>()), trainer)));
        }
        Waiting.on(Future.all(deployed));
        Control.serve(meters);
        journal.write(Path.of(args[5])); // what is stopped now is of no sweep
        Waiting.on(vertx.close());
        System.exit(0);
    }
}
