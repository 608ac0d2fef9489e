package io.barograph.metrics;

import io.barograph.api.FrontPoint;
import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is measured of one sweep.
 *
 * @param progressed when its log grew last
 * @param frontChanged when its front changed last, or {@code submitted}
 * @param trials number of trials by state; absent states have none
 * @param ready trials that could start now
 * @param front places on the front, by falling volume
 * @param budgets of every completed trial; not added to any more
 */
public record SweepSample(
        String sweep,
        SweepState state,
        Instant submitted,
        Instant progressed,
        Instant frontChanged,
        Map<TrialState, Integer> trials,
        int ready,
        List<FrontPoint> front,
        double hypervolume,
        BudgetSample budgets) {
    public SweepSample {
        trials = Map.copyOf(trials);
        front = List.copyOf(front);
    }
}
