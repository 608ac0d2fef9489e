package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Phase;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SlotGaugesTest {
    private final Meters meters = Meters.in(Meters.prometheus());
    private final SlotGauges gauges = new SlotGauges(meters);

    @Test
    void aSlotShowsTheLastEpochOfItsTrialUntilItHasLeft() {
        gauges.idle(0);
        gauges.idle(1);
        assertThat(text()).contains("barograph_slot_busy{slot=\"0\"} 0.0").doesNotContain("barograph_slot_barrier");

        gauges.busy(1, assignment());
        gauges.epoch(1, epoch());
        assertThat(text())
                .contains("barograph_slot_busy{slot=\"0\"} 0.0")
                .contains("barograph_slot_busy{slot=\"1\"} 1.0")
                .contains("barograph_slot_barrier{slot=\"1\",sweep=\"s\"} 3.5")
                .contains("barograph_slot_volume_to_budget_ratio{slot=\"1\",sweep=\"s\"} 1.5")
                .contains("barograph_slot_step_seconds{slot=\"1\",sweep=\"s\"} 0.5")
                .contains("barograph_epochs_total{phase=\"prune\"} 1.0");

        gauges.idle(1);
        assertThat(text()).contains("barograph_slot_busy{slot=\"1\"} 0.0").doesNotContain("sweep=\"s\"");
    }

    private static TrialAssignment assignment() {
        return new TrialAssignment(
                "s",
                new TrialConfig("t0000", 0, 0.5, 1, new TreeMap<>(), TrainingSpec.DEFAULT),
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.PlainCnn(8),
                1,
                1000,
                null,
                "dense",
                null,
                false,
                null,
                null);
    }

    private static EpochReport epoch() {
        double speed = 2.0 * TrainingSpec.DEFAULT.batchSize();
        return new EpochReport(
                "s",
                "t0000",
                1,
                Phase.PRUNE,
                1,
                new TreeMap<>(Map.of("barrier", 3.5, "volumeRatio", 0.75, "samplesPerSecond", speed)),
                null,
                null,
                null);
    }

    private String text() {
        return new String(meters.scrape(null).body(), StandardCharsets.UTF_8);
    }
}
