package io.barograph.metrics;

import io.barograph.api.EpochReport;
import io.barograph.api.TrialAssignment;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the slots of a worker do: gauges of the trials that they train, which go with them. Thread-safe. */
public final class SlotGauges {
    private final Meters meters;
    private final SortedMap<Integer, Training> slots = new TreeMap<>();

    public SlotGauges(Meters meters) {
        this.meters = meters;
        meters.sheet().follow(this::page);
    }

    /** A trial in a slot, and its last epoch. */
    private record Training(@Nullable TrialAssignment assignment, @Nullable EpochReport last) {
        private static final Training NOTHING = new Training(null, null);
    }

    /** The slot waits for a trial. */
    public synchronized void idle(int slot) {
        slots.put(slot, Training.NOTHING);
    }

    /** The slot begins with a trial. */
    public synchronized void busy(int slot, TrialAssignment assignment) {
        slots.put(slot, new Training(assignment, null));
    }

    /** The trial in a slot ended an epoch. */
    public synchronized void epoch(int slot, EpochReport report) {
        meters.counter(Metric.EPOCHS, SweepGauges.label(report.phase())).increment();
        slots.computeIfPresent(slot, (number, training) -> new Training(training.assignment(), report));
    }

    private synchronized GaugeSheet.Page page() {
        GaugeSheet.Page page = new GaugeSheet.Page();
        slots.forEach((slot, training) -> {
            page.put(Metric.SLOT_BUSY, training.assignment() == null ? 0 : 1, slot.toString());
            if (training.assignment() != null && training.last() != null) {
                put(page, slot.toString(), training.assignment(), training.last());
            }
        });
        return page;
    }

    private static void put(GaugeSheet.Page page, String slot, TrialAssignment assignment, EpochReport last) {
        SortedMap<String, Double> values = last.metrics();
        String sweep = assignment.sweep();
        double budget = assignment.config().budget();
        Double speed = values.get("samplesPerSecond");
        put(page, Metric.SLOT_SPEED, speed, slot, sweep);
        if (speed != null && speed > 0) {
            put(page, Metric.SLOT_STEP, assignment.config().training().batchSize() / speed, slot, sweep);
        }
        put(page, Metric.SLOT_DATA_WAIT, values.get("dataWaitShare"), slot, sweep);
        put(page, Metric.SLOT_ACCURACY, values.get("validationAccuracy"), slot, sweep);
        put(page, Metric.SLOT_VOLUME, over(values.get("volumeRatio"), budget), slot, sweep);
        put(page, Metric.SLOT_BUDGET_NOW, over(values.get("budgetNow"), budget), slot, sweep);
        put(page, Metric.SLOT_BARRIER, values.get("barrier"), slot, sweep);
    }

    private static @Nullable Double over(@Nullable Double value, double budget) {
        return value == null ? null : Double.valueOf(value / budget);
    }

    private static void put(GaugeSheet.Page page, Metric metric, @Nullable Double value, String slot, String sweep) {
        if (value != null) {
            page.put(metric, value, slot, sweep);
        }
    }
}
