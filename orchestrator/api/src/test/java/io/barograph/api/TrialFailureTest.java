package io.barograph.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialFailureTest {
    @Test
    void aMessageHoldsNothingThatADatabaseRefuses() {
        assertThat(message("a\0b \ud83d\ude00 \ud83d")).isEqualTo("a?b \ud83d\ude00 ?");
        assertThat(message("x".repeat(4095) + "\ud83d\ude00"))
                .as("cut in the middle of a character")
                .isEqualTo("x".repeat(4095) + "?");
    }

    private static String message(String text) {
        return TrialFailure.of("s", "t0000", 1, FailureCode.INTERNAL, text).message();
    }
}
