package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.TrialState;
import io.barograph.server.state.SweepProjection;
import org.junit.jupiter.api.Test;

class LargeSimulationTest {
    @Test
    void tenThousandTrialsOnTwoHundredWorkersEnd() {
        SweepProjection sweep = LargeSimulation.run(5);
        assertThat(sweep.trials()).hasSize(10_000);
        assertThat(sweep.count(TrialState.COMPLETED)).isGreaterThan(8000);
    }
}
