package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepPage;
import io.barograph.api.SweepState;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SweepTableTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final SweepPage PAGE = new SweepPage(
            List.of(
                    new SweepSummary(
                            "newer",
                            8,
                            SweepState.RUNNING,
                            NOW.minusSeconds(42),
                            new TreeMap<>(Map.of(
                                    TrialState.WAITING, 2,
                                    TrialState.RUNNING, 1,
                                    TrialState.COMPLETED, 2,
                                    TrialState.FAILED, 1)),
                            9,
                            "ci"),
                    new SweepSummary(
                            "an-older-one-with-a-long-name",
                            7,
                            SweepState.COMPLETED,
                            NOW.minus(Duration.ofDays(12)),
                            new TreeMap<>(Map.of(TrialState.COMPLETED, 12)),
                            99,
                            null)),
            null);

    @Test
    void showsStateProgressAndAge() {
        List<String> lines = SweepTable.render(PAGE, NOW, 120, false);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).matches("newer +running +██████░░░░░░ +3 +6 +1 +1 +42 s +ci");
        assertThat(lines.get(2)).matches("an-older-one-with-a-long-name +completed +█{12} +12 +12 +12 d");
    }

    @Test
    void fitsNarrowTerminalsAndKeepsTheName() {
        for (int width = 40; width <= 120; width += 8) {
            int most = width;
            List<String> lines = SweepTable.render(PAGE, NOW, width, false);
            assertThat(lines).allMatch(line -> line.length() < most);
            assertThat(lines.get(2)).startsWith("an-older-one-with-a-long-name");
        }
    }

    @Test
    void agesHaveOneUnitAndAreNeverNegative() {
        assertThat(SweepTable.age(Duration.ofSeconds(-3))).isEqualTo("0 s");
        assertThat(SweepTable.age(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(SweepTable.age(Duration.ofMinutes(5))).isEqualTo("5 min");
        assertThat(SweepTable.age(Duration.ofHours(3))).isEqualTo("3 h");
        assertThat(SweepTable.age(Duration.ofDays(2))).isEqualTo("2 d");
    }
}
