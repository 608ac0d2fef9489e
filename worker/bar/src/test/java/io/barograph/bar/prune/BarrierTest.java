package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BarrierTest {
    private final Barrier barrier = new Barrier(1e4);

    @Test
    void isZeroUpToTheLowerBound() {
        assertThat(barrier.value(0, 100, 200)).isZero();
        assertThat(barrier.value(100, 100, 200)).isZero();
    }

    @Test
    void growsFromTheLowerBoundToTheBudget() {
        assertThat(barrier.value(150, 100, 200)).isCloseTo(0.5, within(1e-12));
        assertThat(barrier.value(190, 100, 200)).isCloseTo(8.1, within(1e-12));
        double previous = 0;
        for (double volume = 101; volume < 200; volume++) {
            assertThat(barrier.value(volume, 100, 200)).isGreaterThan(previous);
            previous = barrier.value(volume, 100, 200);
        }
    }

    @Test
    void isCappedNearAtAndOverTheBudget() {
        assertThat(barrier.value(199.9999999, 100, 200)).isEqualTo(1e4);
        assertThat(barrier.value(200, 100, 200)).isEqualTo(1e4);
        assertThat(barrier.value(1e9, 100, 200)).isEqualTo(1e4);
    }

    @Test
    void lowerBoundStaysJustBelowTheBudget() {
        assertThat(Barrier.lowerBound(50_000, 100_000)).isCloseTo(49_989.9, within(1e-9));
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> barrier.value(1, 5, 5)).hasMessageContaining("lower < upper");
        assertThatThrownBy(() -> new Barrier(0)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> new Barrier(Double.NaN)).hasMessageContaining("NaN");
    }
}
