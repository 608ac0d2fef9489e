package io.barograph.cli;

import io.barograph.api.WorkerLabels;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.barograph.metrics.ProcessMeters;
import io.barograph.metrics.Readiness;
import io.barograph.metrics.ScrapeServer;
import io.barograph.metrics.SlotGauges;
import io.barograph.node.MeteredTrainer;
import io.barograph.node.NativeBackend;
import io.barograph.node.TrialTrainer;
import io.barograph.server.artifact.ArtifactMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What a worker measures of itself, and where it tells it. */
final class WorkerMetrics implements AutoCloseable {
    private final MetricsOptions.@Nullable Place place;
    private final Meters meters;
    private final SlotGauges slots;
    private final ProcessMeters process;

    private WorkerMetrics(MetricsOptions.@Nullable Place place, Path folder) {
        this.place = place;
        meters = Meters.in(Meters.prometheus());
        slots = new SlotGauges(meters);
        process = ProcessMeters.bind(meters, Version.text(), List.of(folder));
        meters.gauge(Metric.NATIVE_MEMORY, ProcessMeters::nativeBytes);
        meters.gauge(Metric.PROCESS_MEMORY_MOST, Pointer::maxPhysicalBytes);
    }

    /** @param folder of the worker, whose file system is watched */
    static WorkerMetrics open(MetricsOptions.@Nullable Place place, Path folder) {
        return new WorkerMetrics(place, folder);
    }

    /** What measures the worker's Vert.x, or null if nobody can read it. */
    @Nullable
    Meters meters() {
        return place == null ? null : meters;
    }

    /** Counts the lines that the log lost. */
    void counting(LogFile log) {
        log.countIn(meters);
    }

    /**
     * Measures the memory of the GPUs that trainers use.
     *
     * @param labels of a trainer: without GPU there is nothing to measure
     */
    void watchGpus(Set<String> labels) {
        if (labels.contains(WorkerLabels.GPU)) {
            NativeBackend.measureGpus(meters);
        }
    }

    ArtifactStore timing(ArtifactStore store) {
        return ArtifactMeters.timing(store, meters);
    }

    TrialTrainer measuring(TrialTrainer trainer, int slot) {
        return new MeteredTrainer(trainer, slots, slot);
    }

    /** Serves what is measured until the Vert.x ends; the address, or null if it is not wanted. */
    Future<@Nullable String> serve(Vertx vertx, Readiness readiness) {
        MetricsOptions.Place at = place;
        if (at == null) {
            return Future.succeededFuture();
        }
        ScrapeServer server = new ScrapeServer(at.server(), at.token(), meters, readiness);
        return vertx.deployVerticle(server).map(id -> {
            at.server().setPort(server.port());
            return at.toString();
        });
    }

    @Override
    public void close() {
        process.close();
    }
}
