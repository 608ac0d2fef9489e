package io.barograph.cli;

import io.barograph.api.Asker;
import io.barograph.api.BarographException;
import io.barograph.api.EventPage;
import io.barograph.api.Progress;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPage;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.WorkerList;
import io.barograph.api.client.SweepClient;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.Reachability;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sweeps of a cluster that this process has joined. */
final class BusAccess implements SweepAccess {
    private static final Logger LOG = LoggerFactory.getLogger(BusAccess.class);
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final Duration WORKERS = Duration.ofSeconds(5);
    private static final Duration DOWNLOAD = Duration.ofHours(12); // a part that does not come ends it much sooner

    private final ClusterMember member;
    private final SweepClient client;

    private BusAccess(ClusterMember member) {
        this.member = member;
        this.client = SweepClient.over(member.vertx(), user());
    }

    /** Who uses this command, and where: in the events of what it changes. */
    private static Asker user() {
        String name = (System.getProperty("user.name", "") + "@" + HostName.own()).replaceAll("[^A-Za-z0-9._@-]", "-");
        return name.matches("[A-Za-z0-9].*")
                ? Asker.member(name.substring(0, Math.min(100, name.length())))
                : Asker.MEMBER;
    }

    /** @throws CliException CLUSTER if it cannot be joined or nobody is there */
    static SweepAccess join(ClusterConfig cluster) {
        if (Reachability.onlyOthers(cluster)) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "what answers at " + ClusterMember.joined(cluster) + " is no member of a cluster: give --join the"
                            + " address of an orchestrator's --listen, or, if this is its HTTP API, --server https://HOST:PORT");
        }
        return new BusAccess(ClusterMember.join(cluster));
    }

    @Override
    public SweepPage list(@Nullable Long cursor, int limit) {
        return answer(client.list(cursor, limit));
    }

    @Override
    public SweepView submit(SweepSpec spec, String idempotencyKey) {
        try {
            return await(client.submit(spec, idempotencyKey), ANSWER);
        } catch (BarographException e) {
            throw Refusal.explained(e, ExitCode.BAD_SPEC);
        }
    }

    @Override
    public SweepPlan check(SweepSpec spec) {
        try {
            return await(client.check(spec), ANSWER);
        } catch (BarographException e) {
            throw Refusal.explained(e, ExitCode.BAD_SPEC);
        }
    }

    @Override
    public SweepView get(String sweep) {
        return answer(client.get(sweep));
    }

    @Override
    public SweepReport front(String sweep) {
        return answer(client.front(sweep));
    }

    @Override
    public SweepView cancel(String sweep) {
        return answer(client.cancel(sweep));
    }

    @Override
    public SweepView pause(String sweep) {
        return answer(client.pause(sweep));
    }

    @Override
    public SweepView resume(String sweep) {
        return answer(client.resume(sweep));
    }

    @Override
    public SweepView reprioritise(String sweep, int priority) {
        return answer(client.reprioritise(sweep, priority));
    }

    @Override
    public void delete(String sweep) {
        answer(client.delete(sweep));
    }

    @Override
    public EventPage events(String sweep, long after, int limit) {
        return answer(client.events(sweep, after, limit));
    }

    @Override
    public Future<Void> follow(String sweep, long after, Consumer<SweepEvent> listener) {
        return client.follow(sweep, after, event -> {
                    listener.accept(event);
                    return Future.succeededFuture();
                })
                .recover(failure -> Future.failedFuture(
                        failure instanceof BarographException e ? Refusal.explained(e, ExitCode.USAGE) : failure));
    }

    @Override
    public void progress(String sweep, Consumer<Progress> listener) {
        client.progress(sweep, listener);
    }

    @Override
    public List<SweepArtifact> artifacts(String sweep) {
        return model(client.artifacts(sweep));
    }

    @Override
    public void download(String sweep, SweepArtifact artifact, Path file) {
        model(client.download(sweep, artifact, file));
    }

    @Override
    public boolean lacksWorkers(Set<String> labels) {
        try {
            WorkerList there = await(client.workers(labels), WORKERS);
            return there.complete() && there.names().isEmpty();
        } catch (CliException | BarographException e) {
            LOG.debug("it is not known which workers are there", e);
            return false;
        }
    }

    @Override
    public void close() {
        member.close();
    }

    private static <T> T answer(Future<T> future) {
        try {
            return await(future, ANSWER);
        } catch (BarographException e) {
            throw Refusal.explained(e, ExitCode.USAGE);
        }
    }

    private static <T> T model(Future<T> future) {
        try {
            return await(future, DOWNLOAD);
        } catch (BarographException e) {
            throw Refusal.ofModel(e);
        }
    }

    private static <T> T await(Future<T> future, Duration longest) {
        return Awaited.result(future, longest, ExitCode.CLUSTER, "the answer of an orchestrator");
    }
}
