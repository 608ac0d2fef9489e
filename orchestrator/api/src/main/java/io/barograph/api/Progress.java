package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * How far a trial is within an epoch. The latest wins; never stored, never read by a rule.
 *
 * @param epoch running number over all phases of the trial, from 1
 * @param epochs all epochs this trial will have
 * @param fractionOfEpoch in [0, 1]
 * @param accuracy latest known validation accuracy in [0, 1], or null
 * @param volumeRatio volume now as a fraction of the dense volume
 * @param budgetNow the budget that the schedule asks now, as a fraction of the dense volume
 * @param secondsLeft estimate for the whole trial, or null
 */
public record Progress(
        String sweep,
        String trial,
        int attempt,
        Phase phase,
        int epoch,
        int epochs,
        double fractionOfEpoch,
        @Nullable Double accuracy,
        double volumeRatio,
        double budgetNow,
        @Nullable Double secondsLeft,
        @Nullable Long sweepNumber)
        implements TrialMessage {
    public Progress {
        Checks.name("sweep", sweep);
        Checks.name("trial", trial);
        Checks.atLeast("attempt", 1, attempt);
        Checks.atLeast("epoch", 0, epoch);
        Checks.atLeast("epochs", epoch, epochs);
        Checks.fraction("fractionOfEpoch", fractionOfEpoch);
    }

    @Override
    public Progress withSweepNumber(@Nullable Long number) {
        return new Progress(
                sweep,
                trial,
                attempt,
                phase,
                epoch,
                epochs,
                fractionOfEpoch,
                accuracy,
                volumeRatio,
                budgetNow,
                secondsLeft,
                number);
    }
}
