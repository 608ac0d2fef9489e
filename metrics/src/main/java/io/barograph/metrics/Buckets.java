package io.barograph.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Upper bounds of a histogram's buckets. */
public enum Buckets {
    /** What a process waits for: from a millisecond to a minute. */
    ANSWER("0.001 0.002 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 30 60"),
    /** Files that are written and read: from a millisecond to an hour. */
    TRANSFER("0.001 0.002 0.005 0.01 0.025 0.05 0.1 0.25 1 5 30 300 3600"),
    /** Trials that wait for a slot: from a tenth of a second to a day. */
    WAIT("0.1 0.25 0.5 1 2.5 5 10 30 60 120 300 600 1800 3600 7200 14400 28800 86400");

    private final String seconds;

    Buckets(String seconds) {
        this.seconds = seconds;
    }

    /** Rising; one bucket more holds all that is longer. */
    List<Duration> bounds() {
        return Arrays.stream(seconds.split(" "))
                .map(bound -> Duration.ofNanos(Math.round(Double.parseDouble(bound) * 1e9)))
                .toList();
    }

    /** In seconds, for a reader. */
    String described() {
        return seconds.replace(" ", ", ");
    }
}
