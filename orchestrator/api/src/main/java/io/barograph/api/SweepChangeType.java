package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The kinds of {@link SweepChange}, with their names on the wire. */
public enum SweepChangeType {
    SUBMITTED("submitted", SweepChange.Submitted.class),
    TRIAL_STARTED("trialStarted", SweepChange.TrialStarted.class),
    EPOCH_ENDED("epochEnded", SweepChange.EpochEnded.class),
    TRIAL_RETURNED("trialReturned", SweepChange.TrialReturned.class),
    TRIAL_ENDED("trialEnded", SweepChange.TrialEnded.class),
    FRONT_CHANGED("frontChanged", SweepChange.FrontChanged.class),
    PAUSED("paused", SweepChange.Paused.class),
    RESUMED("resumed", SweepChange.Resumed.class),
    PRIORITY_CHANGED("priorityChanged", SweepChange.PriorityChanged.class),
    ENDED("ended", SweepChange.Ended.class);

    private final String label;
    private final Class<? extends SweepChange> change;

    SweepChangeType(String label, Class<? extends SweepChange> change) {
        this.label = label;
        this.change = change;
    }

    /** The type of a change. */
    public static SweepChangeType of(SweepChange change) {
        return Arrays.stream(values())
                .filter(type -> type.change.isInstance(change))
                .findFirst()
                .orElseThrow();
    }

    @JsonValue
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException if there is none of this name */
    @JsonCreator
    public static SweepChangeType ofLabel(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("type must be one of "
                        + Arrays.stream(values()).map(SweepChangeType::label).toList() + ", was " + label));
    }
}
