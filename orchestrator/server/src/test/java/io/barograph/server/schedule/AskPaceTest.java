package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AskPaceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AskPace pace = new AskPace(Duration.ofMillis(250));

    @Test
    void aSlotAloneWaitsThePause() {
        assertThat(pace.retryMillis(NOW)).isEqualTo(250);
        assertThat(pace.retryMillis(NOW.plusMillis(250))).isEqualTo(250);
    }

    @Test
    void slotsThatAskTogetherAskAgainOneAfterTheOther() {
        assertThat(pace.retryMillis(NOW)).isEqualTo(250);
        assertThat(pace.retryMillis(NOW)).isEqualTo(252);
        assertThat(pace.retryMillis(NOW.plusMillis(1))).isEqualTo(253);
        assertThat(pace.retryMillis(NOW.plusMillis(300))).isEqualTo(250);
    }

    @Test
    void nobodyWaitsLongerThanEightPauses() {
        for (int i = 0; i < 5000; i++) {
            assertThat(pace.retryMillis(NOW)).isBetween(250L, 2000L);
        }
        assertThat(pace.retryMillis(NOW.plusMillis(100))).isEqualTo(1902);
    }
}
