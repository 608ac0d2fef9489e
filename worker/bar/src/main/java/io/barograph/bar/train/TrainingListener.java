package io.barograph.bar.train;

import java.nio.file.Path;
import java.util.Map;

/** Hears how a trial goes; called on the training thread, so it must return soon. */
public interface TrainingListener {
    /**
     * After every epoch.
     *
     * @param epoch counted from 1 over all phases of the trial
     * @param values named figures: loss, validationAccuracy, volumeRatio, budgetNow, barrier, samplesPerSecond, dataWaitShare and more
     * @param openMaps open maps per gated layer, empty outside the prune phase
     * @param checkpoint file from which the trial can go on; it stands until the next call
     */
    void onEpoch(Phase phase, int epoch, Map<String, Double> values, Map<String, Integer> openMaps, Path checkpoint);

    /**
     * The prune phase is over; told before its last epoch. The next tighter trial of a ladder can go on from this snapshot.
     *
     * @param snapshot stands until the trial ends
     */
    default void onRung(Path snapshot) {}

    /** The dense network is trained; the file stands until the trial ends. */
    void onDense(Path model);

    /**
     * Several times a second within an epoch.
     *
     * @param epochs of all phases of this trial; fewer for one that goes on from a rung
     * @param fraction of this epoch that is done
     * @param secondsLeft estimate for the rest of the trial
     */
    void onProgress(
            Phase phase, int epoch, int epochs, double fraction, Map<String, Double> values, double secondsLeft);
}
