package io.barograph.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RateLimitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** A clock that begins just before its numbers turn negative, as those of System.nanoTime may. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 2 * SECOND);

    private boolean taken(RateLimit limit, String key) {
        return limit.take(key).isZero();
    }

    @Property(tries = 300)
    void noSpanOfTimeHasMoreThanTheBurstAndItsShare(
            @ForAll @IntRange(min = 1, max = 500) int perSecond,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll @Size(min = 1, max = 150) List<@LongRange(min = 0, max = 200_000_000) Long> pauses) {
        RateLimit limit = new RateLimit(perSecond, burst, 10, now::get);
        List<Long> granted = new ArrayList<>();
        long elapsed = 0;
        for (long pause : pauses) {
            elapsed += pause;
            now.addAndGet(pause);
            if (taken(limit, "a")) {
                granted.add(elapsed);
            }
        }
        for (int first = 0; first < granted.size(); first++) {
            for (int last = first; last < granted.size(); last++) {
                double seconds = (granted.get(last) - granted.get(first)) / (double) SECOND;
                assertThat(last - first + 1).isLessThanOrEqualTo((int) (burst + seconds * perSecond + 1e-6));
            }
        }
    }

    @Property(tries = 300)
    void whoWaitsAsLongAsToldIsLetThroughAndNotSooner(
            @ForAll @IntRange(min = 1, max = 500) int perSecond,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll @Size(min = 1, max = 150) List<@LongRange(min = 0, max = 20_000_000) Long> pauses) {
        RateLimit limit = new RateLimit(perSecond, burst, 10, now::get);
        for (long pause : pauses) {
            now.addAndGet(pause);
            Duration told = limit.untilNext("a");
            Duration wait = limit.take("a");
            assertThat(wait).isEqualTo(told).isLessThanOrEqualTo(Duration.ofNanos(SECOND / perSecond + 1));
            if (!wait.isZero()) {
                now.addAndGet(wait.toNanos() - 1);
                assertThat(taken(limit, "a")).isFalse();
                now.addAndGet(1);
                assertThat(taken(limit, "a")).isTrue();
            }
        }
    }

    @Example
    void afterAPauseThereIsAWholeBurstAndNotMore() {
        RateLimit limit = new RateLimit(10, 5, 10, now::get);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 5; i++) {
                assertThat(taken(limit, "a")).isTrue();
            }
            assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(100));
            assertThat(taken(limit, "b")).as("another key").isTrue();
            now.addAndGet(60 * SECOND);
        }
    }

    @Example
    void keysWhoseBucketsAreFullAreForgottenAndSoAreTheOldestOfTooMany() {
        RateLimit limit = new RateLimit(1, 2, 100, now::get);
        for (int i = 0; i < 100_000; i++) {
            assertThat(taken(limit, "attacker " + i)).isTrue();
            assertThat(limit.keys()).isLessThanOrEqualTo(100);
        }
        now.addAndGet(3 * SECOND);
        limit.take("somebody");
        assertThat(limit.keys()).isEqualTo(1);
    }

    @Example
    void aLimitThatLetsNothingThroughIsRefused() {
        assertThatThrownBy(() -> new RateLimit(0, 1, 1, now::get)).hasMessageContaining("0.0 a second");
        assertThatThrownBy(() -> new RateLimit(Double.NaN, 1, 1, now::get)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> new RateLimit(1, 0, 1, now::get)).hasMessageContaining("0 at once");
    }
}
