package io.barograph.bench.dispatch;

import io.barograph.api.SweepChange;
import io.barograph.api.SweepSpec;
import io.barograph.api.client.SweepClient;
import io.barograph.bench.dispatch.SlotJournal.Epoch;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An embedded PostgreSQL as {@code barograph run} starts it, an orchestrator and workers in processes of their own, and this
 * process as their client. Closing stops everything in order.
 */
final class BenchCluster implements AutoCloseable {
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(7);

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final Vertx vertx;
    private final PostgresSweepStore store;
    private final Member orchestrator;
    private final List<Member> workers = new ArrayList<>();
    private final SlotJournal journal = new SlotJournal();

    /**
     * Workers of a cluster, all alike.
     *
     * @param processes members of the cluster
     * @param slots of each
     * @param epochs reports of each trial
     * @param time of each trial
     */
    record Workers(int processes, int slots, int epochs, Duration time) {
        int allSlots() {
            return processes * slots;
        }
    }

    private BenchCluster(Path folder, MemberAddress address, Map<String, String> environment) throws IOException {
        this.folder = Files.createDirectories(folder);
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
        orchestrator = Member.start(
                OrchestratorMember.class,
                with(environment, OrchestratorMember.PASSWORD, postgres.password()),
                List.of(address.toString(), postgres.jdbcUrl(), postgres.user()));
        orchestrator.awaitReady();
        vertx = Waiting.on(ClusteredVertx.join(new ClusterConfig(
                ClusterConfig.DEFAULT_NAME, Role.GUEST, ClusterConfig.DEFAULT_GUEST, 0, List.of(address), false)));
        store = Waiting.on(PostgresSweepStore.open(vertx, config()));
    }

    private PostgresConfig config() {
        return PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(name, value);
        return all;
    }

    static BenchCluster start(Path folder, Workers wanted) throws IOException {
        return start(folder, wanted, Map.of());
    }

    /** @param environment of every member */
    static BenchCluster start(Path folder, Workers wanted, Map<String, String> environment) throws IOException {
        MemberAddress address = new MemberAddress("127.0.0.1", freePort());
        BenchCluster cluster = new BenchCluster(folder, address, environment);
        for (int i = 0; i < wanted.processes(); i++) {
            cluster.workers.add(Member.start(
                    SlotsMember.class,
                    environment,
                    List.of(
                            address.toString(),
                            "worker-" + i,
                            "" + wanted.slots(),
                            "" + wanted.epochs(),
                            "" + wanted.time().toMillis(),
                            cluster.journalOf(i).toString())));
        }
        cluster.workers.forEach(Member::awaitReady);
        return cluster;
    }

    private Path journalOf(int worker) {
        return folder.resolve("journal-" + worker);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * A sweep that was followed from its submission to its end.
     *
     * @param submittedNanos when the submission was acknowledged
     * @param endedNanos when the follower saw the end
     * @param seen when the follower saw each epoch
     */
    record Followed(SweepSpec spec, long submittedNanos, long endedNanos, Map<Epoch, Long> seen) {
        double seconds() {
            return (endedNanos - submittedNanos) / 1e9;
        }
    }

    /** Submits a sweep and follows it to its end. */
    Followed run(SweepSpec spec) {
        SweepClient client = client();
        Waiting.on(client.submit(spec, "key of " + spec.name()));
        long submitted = System.nanoTime();
        Map<Epoch, Long> seen = new HashMap<>(); // filled on one event loop, read after the end
        Future<Void> end = client.follow(spec.name(), 0, event -> {
            if (event.change() instanceof SweepChange.EpochEnded epoch) {
                seen.put(Epoch.of(epoch.report()), System.nanoTime());
            }
            return Future.succeededFuture();
        });
        Waiting.on(end, LONGEST_SWEEP);
        return new Followed(spec, submitted, System.nanoTime(), seen);
    }

    SweepClient client() {
        return SweepClient.over(vertx);
    }

    PostgresSweepStore store() {
        return store;
    }

    SweepCheck stored(SweepSpec spec) {
        return SweepCheck.read(store, config(), spec.name());
    }

    Member orchestrator() {
        return orchestrator;
    }

    List<Member> workers() {
        return workers;
    }

    /** What the slots did; complete after {@link #stopWorkers()}. */
    SlotJournal journal() {
        return journal;
    }

    /** Stops the workers and reads their journals. A second call does nothing. */
    void stopWorkers() throws IOException {
        workers.forEach(Member::close);
        for (int i = 0; i < workers.size(); i++) {
            journal.read(journalOf(i));
        }
        workers.clear();
    }

    @Override
    public void close() throws IOException {
        workers.forEach(Member::close);
        Waiting.on(store.close());
        Waiting.on(vertx.close());
        orchestrator.close();
        postgres.close();
    }
}
