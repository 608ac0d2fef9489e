package io.barograph.cli;

import io.barograph.api.EventPage;
import io.barograph.api.Progress;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPage;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sweeps of a cluster, however it is reached. Calls wait for their answer. They throw {@link CliException}: USAGE if the
 * request is refused (BAD_SPEC for a sweep handed in), CLUSTER if nobody answers, DENIED without the right to it; its cause is a
 * {@link io.barograph.api.BarographException} if an orchestrator gave the reason.
 */
interface SweepAccess extends AutoCloseable {
    /** @param cursor the next of the page before, or null */
    SweepPage list(@Nullable Long cursor, int limit);

    SweepView submit(SweepSpec spec, String idempotencyKey);

    /** What would become of a sweep; nothing is stored. */
    SweepPlan check(SweepSpec spec);

    SweepView get(String sweep);

    SweepReport front(String sweep);

    SweepView cancel(String sweep);

    SweepView pause(String sweep);

    SweepView resume(String sweep);

    SweepView reprioritise(String sweep, int priority);

    void delete(String sweep);

    EventPage events(String sweep, long after, int limit);

    /** Tells every event after {@code after} on another thread, in order, each once; done when the sweep has ended. */
    Future<Void> follow(String sweep, long after, Consumer<SweepEvent> listener);

    /** Tells what happens within epochs on another thread, where that can be heard. */
    void progress(String sweep, Consumer<Progress> listener);

    /** The files of a sweep's models; throws CLUSTER if no orchestrator gives them out. */
    List<SweepArtifact> artifacts(String sweep);

    /** Writes a file when all of it has arrived and has its hash; throws BAD_MODEL if it cannot be had. */
    void download(String sweep, SweepArtifact artifact, Path file);

    /** Whether it is known that no live worker has all of these labels. */
    boolean lacksWorkers(Set<String> labels);

    @Override
    void close();
}
