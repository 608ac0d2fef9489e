package io.barograph.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every metric of our own: the one place for names, units, labels and help texts. */
public enum Metric {
    BUILD_INFO(
            Source.BOTH, Kind.GAUGE, "barograph.build.info", null, "1, with the version that runs", "version", "java"),
    CLOCK(Source.BOTH, Kind.GAUGE, "barograph.clock", "seconds", "This process's clock when it is scraped, since 1970"),
    EVENT_LOOP_DELAY(
            Source.BOTH,
            Kind.GAUGE,
            "barograph.event.loop.delay.max",
            "seconds",
            "Longest that a timer of the event loop was late, of the last minute or so"),

    LEADING(
            Source.ORCHESTRATOR,
            Kind.GAUGE,
            "barograph.scheduler.leading",
            null,
            "1 while it holds the scheduler's lease"),
    LEASES_TAKEN(
            Source.ORCHESTRATOR,
            Kind.COUNTER,
            "barograph.scheduler.leases.taken",
            null,
            "Times that it became the scheduler that decides"),
    LEASES_LOST(
            Source.ORCHESTRATOR,
            Kind.COUNTER,
            "barograph.scheduler.leases.lost",
            null,
            "Times that it lost the scheduler's lease without giving it up"),
    STORE_COMMIT(
            Source.ORCHESTRATOR,
            Buckets.ANSWER,
            "barograph.store.commit",
            "Time of a commit of the scheduler, from handing the batch over to its confirmation"),
    STORE_ENTRIES(
            Source.ORCHESTRATOR,
            Kind.COUNTER,
            "barograph.store.entries",
            null,
            "Entries appended to the logs of sweeps"),
    STORE_FAILURES(
            Source.ORCHESTRATOR,
            Kind.COUNTER,
            "barograph.store.failures",
            null,
            "Times that the scheduler's store failed"),
    REPORTS_REFUSED(
            Source.ORCHESTRATOR,
            Kind.COUNTER,
            "barograph.reports.refused",
            null,
            "Reports of workers that did not count: of fenced attempts, repeated, or of unknown trials",
            "reason"),
    ATTEMPTS_ENDED(
            Source.ORCHESTRATOR,
            Kind.COUNTER,
            "barograph.attempts.ended",
            null,
            "Attempts that ended, by outcome",
            "outcome"),
    DISPATCH(
            Source.ORCHESTRATOR,
            Buckets.ANSWER,
            "barograph.dispatch",
            "From a slot's ask to the stored answer that gives it a trial"),
    QUEUE_WAIT(
            Source.ORCHESTRATOR,
            Buckets.WAIT,
            "barograph.queue.wait",
            "How long a trial could have started before it did"),

    SWEEPS(Source.LEADER, Kind.GAUGE, "barograph.sweeps", null, "Stored sweeps", "state"),
    QUEUED_TRIALS(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.queued.trials",
            null,
            "Trials of running sweeps that could start now"),
    QUEUED_BY_REQUIREMENT(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.queued.trials.by.requirement",
            null,
            "Queued trials by the labels that they require of a worker, sorted and joined by commas",
            "requires"),
    STRANDED_TRIALS(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.stranded.trials",
            null,
            "Queued trials that certainly no live worker has the labels for",
            "requires"),
    WORKERS(Source.LEADER, Kind.GAUGE, "barograph.workers", null, "Workers that were heard of within a trial's lease"),
    SLOTS(Source.LEADER, Kind.GAUGE, "barograph.slots", null, "Slots of workers that were heard of lately", "state"),
    SWEEP_TRIALS(Source.LEADER, Kind.GAUGE, "barograph.sweep.trials", null, "Trials of a sweep", "sweep", "state"),
    SWEEP_READY(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.ready.trials",
            null,
            "Trials of a sweep that could start now",
            "sweep"),
    SWEEP_RUNS(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.running",
            null,
            "1 while a sweep runs, 0 paused or ended",
            "sweep"),
    SWEEP_SUBMITTED(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.submitted.timestamp",
            "seconds",
            "When a sweep was submitted, since 1970",
            "sweep"),
    SWEEP_PROGRESSED(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.progress.timestamp",
            "seconds",
            "When a sweep's log grew last, since 1970",
            "sweep"),
    SWEEP_FRONT_CHANGED(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.front.changed.timestamp",
            "seconds",
            "When a sweep's front changed last, since 1970; when it was submitted before there is one",
            "sweep"),
    SWEEP_FRONT_SIZE(
            Source.LEADER, Kind.GAUGE, "barograph.sweep.front.size", null, "Trials on a sweep's front", "sweep"),
    SWEEP_HYPERVOLUME(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.hypervolume",
            null,
            "Area under a sweep's front: accuracy above chance times halvings of the volume",
            "sweep"),
    SWEEP_FRONT_ACCURACY(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.front.accuracy",
            "ratio",
            "Validation accuracy of a place on the front; rank 0 has the largest volume",
            "sweep",
            "rank"),
    SWEEP_FRONT_VOLUME(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.front.volume",
            "ratio",
            "Volume of a place on the front as a fraction of the dense network's",
            "sweep",
            "rank"),
    SWEEP_BEST_ACCURACY(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.best.accuracy",
            "ratio",
            "Best validation accuracy of the trials that keep their budget, by budget rounded up to a halving",
            "sweep",
            "budget"),
    SWEEP_BUDGET_ERROR(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.budget.error",
            "ratio",
            "Largest (volume - budget) / budget of the completed trials, by budget rounded up to a halving; over 0 is missed",
            "sweep",
            "budget"),
    SWEEP_BUDGET_STATUS(
            Source.LEADER,
            Kind.GAUGE,
            "barograph.sweep.budget.trials",
            null,
            "Completed trials by what became of their budget",
            "sweep",
            "status"),

    SLOT_BUSY(Source.WORKER, Kind.GAUGE, "barograph.slot.busy", null, "1 while a slot trains", "slot"),
    SLOT_SPEED(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.samples.per.second",
            null,
            "Training images a second in the last epoch of the trial in a slot",
            "slot",
            "sweep"),
    SLOT_STEP(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.step",
            "seconds",
            "Time of a training step in the last epoch of the trial in a slot",
            "slot",
            "sweep"),
    SLOT_DATA_WAIT(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.data.wait",
            "ratio",
            "Share of the last epoch that was spent waiting for images",
            "slot",
            "sweep"),
    SLOT_ACCURACY(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.accuracy",
            "ratio",
            "Validation accuracy after the last epoch of the trial in a slot",
            "slot",
            "sweep"),
    SLOT_VOLUME(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.volume.to.budget",
            "ratio",
            "Volume of the trial in a slot over its final budget; it keeps it at 1 or less",
            "slot",
            "sweep"),
    SLOT_BUDGET_NOW(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.budget.now",
            "ratio",
            "The budget that the schedule asks now of the trial in a slot, over its final budget",
            "slot",
            "sweep"),
    SLOT_BARRIER(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.slot.barrier",
            null,
            "Barrier f(V, a, b) after the last epoch of the trial in a slot",
            "slot",
            "sweep"),
    EPOCHS(Source.WORKER, Kind.COUNTER, "barograph.epochs", null, "Epochs that ended, by phase", "phase"),
    CHECKPOINT_BYTES(
            Source.WORKER,
            Kind.SUMMARY,
            "barograph.artifact.written",
            "bytes",
            "Sizes of what was stored as an artifact"),
    ARTIFACT_TIME(
            Source.BOTH,
            Buckets.TRANSFER,
            "barograph.artifact.operation",
            "Time of an operation of the artifact store",
            "operation",
            "outcome"),
    NATIVE_MEMORY(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.native.memory",
            "bytes",
            "Resident memory of this process that is not the Java machine's: networks, images and libraries"),
    PROCESS_MEMORY_MOST(
            Source.WORKER,
            Kind.GAUGE,
            "barograph.process.memory.limit",
            "bytes",
            "Resident memory above which the network library refuses to take more; 0: none"),
    GPU_MEMORY_USED(
            Source.GPU_WORKER,
            Kind.GAUGE,
            "barograph.gpu.memory.used",
            "bytes",
            "Memory of a GPU that is in use, by this process and others",
            "gpu"),
    GPU_MEMORY_TOTAL(
            Source.GPU_WORKER, Kind.GAUGE, "barograph.gpu.memory.total", "bytes", "Memory that a GPU has", "gpu"),
    LOG_LINES_DROPPED(
            Source.BOTH,
            Kind.COUNTER,
            "barograph.log.lines.dropped",
            null,
            "Lines of the log that were dropped because they could not be written in time"),
    PROCESS_MEMORY(Source.BOTH, Kind.GAUGE, "barograph.process.memory", "bytes", "Resident memory of this process");

    /** Who exports it. */
    public enum Source {
        /** Only the orchestrator that holds the scheduler's lease, from what is stored. */
        LEADER,
        /** Every orchestrator, of itself. */
        ORCHESTRATOR,
        WORKER,
        /** Every worker that trains on GPUs, of itself. */
        GPU_WORKER,
        /** Every orchestrator and every worker, of itself. */
        BOTH
    }

    /** How it is to be read. */
    public enum Kind {
        GAUGE(Meter.Type.GAUGE),
        COUNTER(Meter.Type.COUNTER),
        /** A histogram of seconds. */
        TIMER(Meter.Type.TIMER),
        /** Count and sum. */
        SUMMARY(Meter.Type.DISTRIBUTION_SUMMARY);

        private final Meter.Type type;

        Kind(Meter.Type type) {
            this.type = type;
        }
    }

    private static final String INFO = ".info";
    private static final PrometheusNamingConvention NAMING = new PrometheusNamingConvention();

    private final Source source;
    private final Kind kind;
    private final String meter;
    private final @Nullable String unit;
    private final String help;
    private final List<String> labels;
    private final @Nullable Buckets buckets;

    Metric(Source source, Kind kind, String meter, @Nullable String unit, String help, String... labels) {
        this(source, kind, meter, unit, help, null, labels);
    }

    Metric(Source source, Buckets buckets, String meter, String help, String... labels) {
        this(source, Kind.TIMER, meter, "seconds", help, buckets, labels);
    }

    Metric(
            Source source,
            Kind kind,
            String meter,
            @Nullable String unit,
            String help,
            @Nullable Buckets buckets,
            String... labels) {
        this.source = source;
        this.kind = kind;
        this.meter = meter;
        this.unit = unit;
        this.help = help;
        this.labels = List.of(labels);
        this.buckets = buckets;
    }

    public Source source() {
        return source;
    }

    public Kind kind() {
        return kind;
    }

    /** Name for Micrometer, with dots and without its unit. */
    String meter() {
        return meter;
    }

    /** Base unit, or null for plain numbers. */
    public @Nullable String unit() {
        return unit;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** Of a {@link Kind#TIMER}; null for others. */
    public @Nullable Buckets buckets() {
        return buckets;
    }

    /** As Prometheus knows it; a histogram's series add {@code _bucket}, {@code _sum} and {@code _count}. */
    public String prometheusName() {
        String suffix = kind == Kind.COUNTER ? "_total" : meter.endsWith(INFO) ? "_info" : "";
        return NAMING.name(meter, kind.type, unit) + suffix;
    }
}
