package io.barograph.bar.train;

import org.jspecify.annotations.Nullable;

/** Something that a trial was to go on from is unreadable, or is not this trial's. Without it the trial does its work again. */
public final class UnusableStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Part part;

    /** What a {@link TrialStart} is made of. */
    public enum Part {
        DENSE,
        RUNG,
        CHECKPOINT
    }

    UnusableStartException(Part part, @Nullable String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.part = part;
    }

    public Part part() {
        return part;
    }
}
