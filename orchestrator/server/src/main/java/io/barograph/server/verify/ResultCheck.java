package io.barograph.server.verify;

import io.barograph.api.BudgetStatus;
import io.barograph.api.Measurement;
import io.barograph.api.TrialResult;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import org.jspecify.annotations.Nullable;

/** A result is of its trial's budget, and its figures agree with each other and with those of the other results. */
final class ResultCheck implements LogCheck {
    private static final double LEAST_SHARE = 0.9;

    private final Findings findings;
    private @Nullable Long denseVolume;

    ResultCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void entry(LogEntry entry, History before) {
        if (entry.change() instanceof TrialCompleted end) {
            String place = Findings.entry(entry.sequence());
            TrialHistory trial = before.trial(end.result().trial());
            if (trial != null) {
                check(place, end.result(), trial.plan.budget());
            }
        }
    }

    private void check(String place, TrialResult result, double budget) {
        Measurement measured = result.measurement();
        require(
                measured.budget() == budget,
                place,
                result.trial() + " was measured for budget " + measured.budget() + ", asked was " + budget);
        BudgetStatus status = status(measured.volumePixels(), measured.denseVolumePixels(), budget);
        require(
                measured.status() == status,
                place,
                result.trial() + " is called " + measured.status() + ", its volume of " + measured.volumePixels() + "/"
                        + measured.denseVolumePixels() + " for budget " + budget + " is " + status);
        if (denseVolume == null) {
            denseVolume = measured.denseVolumePixels();
        }
        require(
                measured.denseVolumePixels() == denseVolume,
                place,
                result.trial() + " has a dense volume of " + measured.denseVolumePixels() + ", earlier results have "
                        + denseVolume);
    }

    private static BudgetStatus status(double volume, double dense, double budget) {
        double ratio = volume / dense;
        if (ratio > budget) {
            return BudgetStatus.OVER;
        }
        return ratio < LEAST_SHARE * budget ? BudgetStatus.UNDER : BudgetStatus.MET;
    }

    private void require(boolean holds, String place, String sentence) {
        findings.require(holds, Invariant.RESULT, place, () -> sentence);
    }
}
