package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BudgetScheduleTest {
    private final BudgetSchedule schedule = new BudgetSchedule(1000, 250);

    @Test
    void startsAboveTheDenseVolumeAndHoldsTheBudgetFromEightyFivePercent() {
        assertThat(schedule.budgetAt(0)).isCloseTo(1010, within(1e-9));
        assertThat(schedule.budgetAt(0.84)).isGreaterThan(250);
        assertThat(schedule.budgetAt(0.85)).isCloseTo(250, within(1e-9));
        assertThat(schedule.budgetAt(1)).isCloseTo(250, within(1e-9));
    }

    @Test
    void isHalfwayInTheMiddleOfTheDescentAndNeverRises() {
        assertThat(schedule.budgetAt(0.425)).isCloseTo((1010 + 250) / 2.0, within(1e-9));
        for (int step = 1; step <= 200; step++) {
            assertThat(schedule.budgetAt(step / 200.0)).isLessThanOrEqualTo(schedule.budgetAt((step - 1) / 200.0));
        }
    }

    @Test
    void refusesBudgetsOutsideTheVolume() {
        assertThatThrownBy(() -> new BudgetSchedule(1000, 0)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> new BudgetSchedule(1000, 1001)).hasMessageContaining("1001");
        assertThatThrownBy(() -> schedule.budgetAt(1.01)).hasMessageContaining("1.01");
    }
}
