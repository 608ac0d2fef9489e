package io.barograph.bench.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that runs in one run. */
final class Cluster implements AutoCloseable {
    /** Short, so that frozen workers lose their trials within a run. */
    static final int TRIAL_LEASE_SECONDS = 6;

    private static final long READY_MILLIS = 300_000;
    private static final String LEADER = "select owner from lease where expires > clock_timestamp()";

    final Network network;
    final Database database;
    final ArtifactFolder artifacts;
    final Traps traps = new Traps();
    final Path control;
    final Path work;
    final List<Member> orchestrators = new ArrayList<>();
    final List<Member> workers = new ArrayList<>();
    private final List<DatabaseProxy> proxies = new ArrayList<>();

    /** Starts the database and what lies around the members. */
    Cluster(Network network, Path folder, long epochMillis) {
        this.network = network;
        control = folder.resolve("control");
        work = folder.resolve("workers");
        artifacts = ArtifactFolder.mount(folder.resolve("artifacts"));
        database = new Database(folder.resolve("postgres"));
        Map<String, String> credentials =
                Map.of("BAROGRAPH_DATABASE_USER", database.user(), "BAROGRAPH_DATABASE_PASSWORD", database.password());
        for (Host host : Host.ORCHESTRATORS) {
            DatabaseProxy proxy = DatabaseProxy.start(host.name(), database::port, traps);
            proxies.add(proxy);
            Path data = folder.resolve(host.name());
            List<String> command = Commands.orchestrator(host, data, proxy.jdbcUrl(), TRIAL_LEASE_SECONDS);
            orchestrators.add(new Member(host, command, credentials, control));
        }
        // One thread that waits asleep: four workers share the machine with everything else.
        Map<String, String> frugal =
                Map.of("OMP_NUM_THREADS", "1", "OMP_WAIT_POLICY", "passive", "GOMP_SPINCOUNT", "0");
        for (Host host : Host.WORKERS) {
            List<String> command = Commands.worker(host, control, artifacts.path(), work, epochMillis);
            workers.add(new Member(host, command, frugal, control));
        }
    }

    List<Member> members() {
        return Stream.concat(orchestrators.stream(), workers.stream()).toList();
    }

    Member member(String name) {
        return members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Starts all members at once and waits until all are ready. */
    void start() {
        members().forEach(Member::start);
        for (Member member : members()) {
            if (!member.awaitReady(READY_MILLIS)) {
                throw new IllegalStateException(member.name() + " is not ready; it said: " + member.said());
            }
        }
    }

    /** The orchestrator that holds the lease, or null if none does or nobody knows. */
    @Nullable
    Member leader() {
        List<String> owner = database.ask(LEADER);
        if (owner == null || owner.isEmpty()) {
            return null;
        }
        return orchestrators.stream()
                .filter(member -> owner.get(0).contains("-" + member.pid() + "-"))
                .findFirst()
                .orElse(null);
    }

    /** Ends what is left of it at once. */
    @Override
    public void close() {
        members().forEach(Member::kill);
        proxies.forEach(DatabaseProxy::close);
        database.close();
        artifacts.close();
    }
}
