package io.barograph.cli;

import io.barograph.api.Asker;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.client.SweepClient;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.SweepFiles;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.SweepDisplay;
import io.barograph.cli.terminal.SweepTracker;
import io.barograph.node.TrialTrainer;
import io.barograph.node.WorkerConfig;
import io.barograph.node.WorkerVerticle;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.http.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sweep in this process: server, worker and event bus together. The calling thread draws and writes the files; the
 * sweep itself goes its way on the event bus as it would between machines.
 */
final class EmbeddedSweep {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSweep.class);
    private static final Duration FRAME = Duration.ofMillis(250);
    private static final Duration NOTICE = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private final SweepSpec spec;
    private final SweepFolder folder;
    private final SweepDisplay display;
    private final @Nullable HttpConfig http;
    private final long startedNanos = System.nanoTime();
    private final AtomicReference<@Nullable ExitCode> stopAsked = new AtomicReference<>();
    private volatile boolean filesAreOld = true;
    private @Nullable SweepReport latest;

    /** @param http where it can be watched, or null */
    EmbeddedSweep(SweepSpec spec, SweepFolder folder, SweepDisplay display, @Nullable HttpConfig http) {
        this.http = http;
        this.spec = spec;
        this.folder = folder;
        this.display = display;
    }

    /** Asks the sweep to stop at a checkpoint; {@link #run} then returns with a report of what is there. */
    void stop(ExitCode reason) {
        stopAsked.compareAndSet(null, reason);
    }

    /** Why {@link #run} returned before the end of the sweep, or null if it did not. */
    @Nullable
    ExitCode stopReason() {
        return stopAsked.get();
    }

    /**
     * Runs the sweep to its end or until it is stopped, and brings the folder's files up to date.
     *
     * @throws CliException if it cannot go on
     */
    SweepReport run(TrialTrainer trainer) {
        Vertx vertx = EmbeddedVertx.create();
        try {
            BarographServer server = await(ServerStart.start(vertx, ServerConfig.embedded(folder.database(), http)));
            try {
                return follow(vertx, server, new DiskGuard(trainer, this::stop));
            } catch (RuntimeException e) {
                throw explained(server, e);
            } finally {
                Awaited.end(server.stop(), ANSWER, "server");
            }
        } finally {
            Awaited.end(vertx.close(), ANSWER, "event bus");
        }
    }

    /** A server that breaks makes many things fail; what broke it is what the user has to know. */
    private static RuntimeException explained(BarographServer server, RuntimeException failure) {
        pause(server.broken(), NOTICE);
        if (!server.broken().failed()) {
            return failure;
        }
        String reason = String.valueOf(server.broken().cause().getMessage());
        return new CliException(ServerStart.codeOf(server.broken().cause()), reason, failure);
    }

    private SweepReport follow(Vertx vertx, BarographServer server, TrialTrainer trainer) {
        SweepClient client = SweepClient.over(vertx, Asker.member("local"));
        SweepView sweep = await(client.submit(spec, SpecFile.idempotencyKey("run", spec)));
        SweepTracker tracker = new SweepTracker(spec, await(client.front(sweep.sweep())));
        ArtifactStore artifacts = ArtifactStore.folder(folder.artifacts());
        SweepFiles files = new SweepFiles(folder, spec, artifacts::get);
        client.progress(sweep.sweep(), tracker::progressed);
        // What happened before this run is not shown as if it happened now.
        StoredEvents.tell((name, after, limit) -> await(client.events(name, after, limit)), sweep, tracker::happened);
        if (sweep.state().terminal()) {
            return frame(client, sweep, tracker, files, false);
        }
        if (server.httpPort() != null) {
            display.say("Watch it in a browser while it runs: http://127.0.0.1:" + server.httpPort() + "/");
        }
        Future<Void> ended = client.follow(sweep.sweep(), sweep.sequence(), event -> {
            heard(event, tracker);
            return Future.succeededFuture();
        });
        String worker = await(
                vertx.deployVerticle(new WorkerVerticle(WorkerConfig.of("local", 0, spec.requiredLabels()), trainer)));
        try {
            while (!ended.isComplete()
                    && stopAsked.get() == null
                    && !server.broken().failed()) {
                frame(client, sweep, tracker, files, false);
                checkDisk();
                pause(ended, FRAME);
            }
        } finally {
            leave(vertx.undeploy(worker), server, tracker);
        }
        if (server.broken().failed()) {
            throw new IllegalStateException("the server broke", server.broken().cause());
        }
        if (ended.failed()) {
            throw new IllegalStateException("the sweep cannot be followed any more", ended.cause());
        }
        filesAreOld = true;
        SweepReport report = frame(client, sweep, tracker, files, stopAsked.get() != null);
        if (report.state().terminal()) {
            await(server.removeUnreferenced(artifacts));
        }
        return report;
    }

    private void heard(SweepEvent event, SweepTracker tracker) {
        tracker.happened(event);
        if (event.change() instanceof SweepChange.TrialEnded || event.change() instanceof SweepChange.FrontChanged) {
            filesAreOld = true;
        }
    }

    private SweepReport frame(
            SweepClient client, SweepView sweep, SweepTracker tracker, SweepFiles files, boolean stopping) {
        display.show(tracker.screen(elapsed(), stopping));
        SweepReport report = latest;
        if (filesAreOld || report == null) {
            filesAreOld = false;
            report = files.write(await(client.front(sweep.sweep())), tracker::history);
            latest = report;
        }
        return report;
    }

    /** Waits for the worker's checkpoint, unless there is no server any more to tell it to. */
    private void leave(Future<Void> left, BarographServer server, SweepTracker tracker) {
        while (!left.isComplete() && !server.broken().failed()) {
            display.show(tracker.screen(elapsed(), stopAsked.get() != null));
            pause(left, FRAME);
        }
        if (left.failed()) {
            LOG.warn("the worker did not leave in order", left.cause());
        }
    }

    private void checkDisk() {
        if (folder.path().toFile().getUsableSpace() < LEAST_FREE_BYTES) {
            stop(ExitCode.FOLDER);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private static void pause(Future<?> until, Duration longest) {
        try {
            until.toCompletionStage().toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException expected) {
            return; // the caller looks at the future itself
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return Awaited.result(future, ANSWER, ExitCode.STORE, "the answer of the embedded server");
        } catch (BarographException e) {
            ExitCode code = e.code() == ErrorCode.DAMAGED ? ExitCode.STORE : ExitCode.INTERNAL;
            throw new CliException(code, String.valueOf(e.getMessage()), e);
        }
    }
}
