package io.barograph.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LadderTest {
    private final Ladder ladder = new Ladder();

    @BeforeEach
    void build() {
        ladder.add(3, 2);
        ladder.add(2, 1);
    }

    @Test
    void holdsATrialUntilItsLooserNeighbourHasLeftItsRung() {
        assertThat(ladder.heldBy(1)).isNull();
        assertThat(ladder.heldBy(2)).isEqualTo(1);
        assertThat(ladder.onRung(1, "one")).isEqualTo(2);
        assertThat(ladder.heldBy(2)).isNull();
        assertThat(ladder.rungFor(2)).isEqualTo("one");
        assertThat(ladder.heldBy(3)).isEqualTo(2);
    }

    @Test
    void setsATrialFreeOnce() {
        ladder.onRung(1, "one");
        assertThat(ladder.onRung(1, "newer")).isNull();
        assertThat(ladder.onEnded(1)).isNull();
        assertThat(ladder.rungFor(2)).isEqualTo("newer");
    }

    @Test
    void takesTheNearestRungIfTheNeighbourEndedWithoutOne() {
        ladder.onRung(1, "one");
        assertThat(ladder.onEnded(2)).isEqualTo(3);
        assertThat(ladder.rungFor(3)).isEqualTo("one");
    }

    @Test
    void startsFreshIfNobodyLeftARung() {
        ladder.onEnded(1);
        ladder.onEnded(2);
        assertThat(ladder.heldBy(3)).isNull();
        assertThat(ladder.rungFor(3)).isNull();
    }

    @Test
    void aForgottenRungHoldsNobodyAndTheOneBeforeItIsTaken() {
        ladder.onRung(1, "one");
        ladder.onRung(2, "two");
        ladder.forget(3, "two");
        assertThat(ladder.heldBy(3)).isNull();
        assertThat(ladder.rungFor(3)).isEqualTo("one");
        ladder.onRung(2, "two again");
        ladder.forget(3, "two");
        assertThat(ladder.rungFor(3)).as("a newer one stays").isEqualTo("two again");
    }

    @Test
    void onlyTrialsThatOthersGoOnFromLeaveRungs() {
        assertThat(ladder.leavesRung(0)).isFalse();
        assertThat(ladder.leavesRung(1)).isTrue();
        assertThat(ladder.leavesRung(2)).isTrue();
        assertThat(ladder.leavesRung(3)).isFalse();
        assertThatThrownBy(() -> ladder.add(4, 2)).hasMessageContaining("both go on from trial 2");
    }
}
