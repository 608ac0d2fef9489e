package io.barograph.bar.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardConcreteTest {
    private static final int DRAWS = 200_000;

    @ParameterizedTest
    @ValueSource(doubles = {-6.2, -4, -2.398, -1, 0, 0.7, 2, 3})
    void closedFormOfOpenProbabilityEqualsMonteCarlo(double logAlpha) {
        int open = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            if (HardConcrete.sample(logAlpha, CounterRandom.uniform(7, draw, 1, 0)) > 0) {
                open++;
            }
        }
        double p = HardConcrete.openProbability(logAlpha);
        double deviation = Math.sqrt(p * (1 - p) / DRAWS);
        assertThat((double) open / DRAWS).isCloseTo(p, within(4.5 * deviation));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3.7, -2.3, -1, -0.2, 0, 0.9, 1.8, 2.3, 4})
    void slopesEqualFiniteDifferences(double logAlpha) {
        for (double u : new double[] {0.02, 0.3, 0.5, 0.71, 0.98}) {
            assertThat(HardConcrete.sampleSlope(logAlpha, u))
                    .isCloseTo(difference(x -> HardConcrete.sample(x, u), logAlpha), within(1e-7));
        }
        assertThat(HardConcrete.deterministicSlope(logAlpha))
                .isCloseTo(difference(HardConcrete::deterministic, logAlpha), within(1e-7));
        assertThat(HardConcrete.openProbabilitySlope(logAlpha))
                .isCloseTo(difference(HardConcrete::openProbability, logAlpha), within(1e-7));
    }

    @Test
    void gateOpensAtMinusLogarithmOfEleven() {
        assertThat(HardConcrete.CLOSING_LOG_ALPHA).isCloseTo(-Math.log(11), within(1e-12));
        assertThat(HardConcrete.isOpen(-2.3978)).isTrue();
        assertThat(HardConcrete.isOpen(-2.3980)).isFalse();
        assertThat(HardConcrete.isOpen(Double.NEGATIVE_INFINITY)).isFalse();
    }

    @Test
    void closedGateStillOpensInAThirdOfTheDraws() {
        assertThat(HardConcrete.openProbability(HardConcrete.CLOSING_LOG_ALPHA)).isCloseTo(0.31, within(0.005));
    }

    @Test
    void valuesStayBetweenZeroAndOneAtTheExtremes() {
        assertThat(HardConcrete.sample(-50, 0.999)).isZero();
        assertThat(HardConcrete.sample(50, 1e-300)).isOne();
        assertThat(HardConcrete.sample(0, 1)).isOne();
        assertThat(HardConcrete.sample(0, 0)).isZero();
        assertThat(HardConcrete.deterministic(3)).isOne();
    }

    private static double difference(DoubleUnaryOperator function, double at) {
        double step = 1e-6;
        return (function.applyAsDouble(at + step) - function.applyAsDouble(at - step)) / (2 * step);
    }
}
