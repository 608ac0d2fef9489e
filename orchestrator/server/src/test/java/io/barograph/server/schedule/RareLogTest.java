package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RareLogTest {
    private final AtomicLong seconds = new AtomicLong();
    private final RareLog rarely = new RareLog(() -> TimeUnit.SECONDS.toNanos(seconds.get()));

    @Test
    void theSameComplaintIsDueOnceAMinute() {
        assertThat(rarely.isDue("a")).isTrue();
        assertThat(rarely.isDue("b")).isTrue();
        seconds.set(59);
        assertThat(rarely.isDue("a")).isFalse();
        seconds.set(60);
        assertThat(rarely.isDue("a")).isTrue();
        assertThat(rarely.isDue("a")).isFalse();
    }
}
