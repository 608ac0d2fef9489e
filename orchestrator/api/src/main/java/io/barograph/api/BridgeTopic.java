package io.barograph.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is published of a sweep to whoever listens. */
public enum BridgeTopic {
    /** The newest {@link SweepEvent} after each commit; some may be missed. */
    CHANGES(Addresses.SWEEP_CHANGED, message -> message instanceof SweepEvent event ? event.sweep() : null),
    /** {@link Progress} of trials; the latest wins. */
    PROGRESS(Addresses.TRIAL_PROGRESS, message -> message instanceof Progress progress ? progress.sweep() : null);

    private final String address;
    private final Function<Message, @Nullable String> sweep;

    BridgeTopic(String address, Function<Message, @Nullable String> sweep) {
        this.address = address;
        this.sweep = sweep;
    }

    /** Where it is published on the event bus. */
    public String address() {
        return address;
    }

    /** The name on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sweep that a message of this topic is of, or null if it is of another topic. */
    public @Nullable String sweepOf(Message message) {
        return sweep.apply(message);
    }

    /**
     * The topic of this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BridgeTopic ofLabel(String label) {
        return Arrays.stream(values())
                .filter(topic -> topic.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("subscribe must be changes or progress, was " + label));
    }
}
