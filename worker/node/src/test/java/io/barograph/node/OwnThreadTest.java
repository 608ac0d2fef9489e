package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OwnThreadTest {
    @Test
    void runsOnAThreadThatHasEndedWhenItReturns() {
        Thread used = OwnThread.call("work", Thread::currentThread);
        assertThat(used).isNotSameAs(Thread.currentThread());
        assertThat(used.getName()).isEqualTo("work");
        assertThat(used.isAlive()).isFalse();
    }

    @Test
    void throwsWhatTheWorkThrows() {
        assertThatThrownBy(() -> OwnThread.call("work", () -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> OwnThread.call("work", () -> {
                    throw new UnsatisfiedLinkError("none");
                }))
                .isInstanceOf(UnsatisfiedLinkError.class);
    }
}
