package io.barograph.node;

import io.barograph.api.TrialResult;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How an attempt that did not fail ended. */
public sealed interface TrialOutcome {
    <R> R fold(Function<? super Completed, R> onCompleted, Function<? super Interrupted, R> onInterrupted);

    /** The trial is finished and measured; its model is in the artifact store. */
    record Completed(TrialResult result) implements TrialOutcome {
        @Override
        public <R> R fold(Function<? super Completed, R> onCompleted, Function<? super Interrupted, R> onInterrupted) {
            return onCompleted.apply(this);
        }
    }

    /**
     * The trial was left because it was asked to.
     *
     * @param checkpoint artifact hash to go on from; null: the last reported one
     */
    record Interrupted(@Nullable String checkpoint) implements TrialOutcome {
        @Override
        public <R> R fold(Function<? super Completed, R> onCompleted, Function<? super Interrupted, R> onInterrupted) {
            return onInterrupted.apply(this);
        }
    }
}
