package io.barograph.server.verify;

import io.barograph.api.ParameterSpec;
import io.barograph.api.SearchSpec;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.search.TrialSampler;
import java.util.List;

/** The planned trials are those that the sampler chooses from the spec. */
final class PlanCheck {
    private static final double MOST_TRIALS =
            1e6; // more than is ever accepted: a damaged spec must not fill the memory

    private final Findings findings;
    private final String place;

    PlanCheck(Findings findings, String place) {
        this.findings = findings;
        this.place = place;
    }

    void check(Submitted submission) {
        SearchSpec search = submission.spec().search();
        List<PlannedTrial> planned = submission.trials();
        TrialSampler sampler = TrialSampler.of(search);
        boolean known = sampler.version() == submission.samplerVersion();
        require(
                known,
                "the trials were chosen by version " + submission.samplerVersion() + " of the " + search.sampler()
                        + " sampler, here is version " + sampler.version());
        double size = sizeOf(search);
        require(size == planned.size(), "has " + planned.size() + " trials, the spec gives " + (long) size);
        if (known && size <= MOST_TRIALS) {
            compare(planned, sampler.next(0));
        }
        planned.forEach(trial -> resolve(submission, trial));
    }

    private static double sizeOf(SearchSpec search) {
        if (search.trials() != null) {
            return search.trials();
        }
        double size = (double) search.budgets().size() * search.seeds().size();
        for (ParameterSpec values : search.parameters().values()) {
            size *= values.fold(choices -> choices.values().size(), range -> 0);
        }
        return size;
    }

    private void compare(List<PlannedTrial> planned, List<PlannedTrial> chosen) {
        for (int i = 0; i < Math.min(planned.size(), chosen.size()); i++) {
            PlannedTrial stored = planned.get(i);
            PlannedTrial again = chosen.get(i);
            require(stored.equals(again), "has " + stored + " as number " + i + ", the sampler gives " + again);
        }
    }

    private void resolve(Submitted submission, PlannedTrial trial) {
        try {
            trial.resolve(submission.spec().training());
        } catch (RuntimeException e) {
            require(false, "trial " + trial.trial() + " has no training: " + e.getMessage());
        }
    }

    private void require(boolean holds, String sentence) {
        findings.require(holds, Invariant.PLAN, place, () -> sentence);
    }
}
