package io.barograph.node;

import io.barograph.api.EpochReport;
import io.barograph.api.Progress;

/** Hears how a trial goes. Never blocks for long and never throws. */
public interface TrialListener {
    /**
     * An epoch ended. Every report reaches the scheduler, in order.
     *
     * @param stored called on another thread once the scheduler has it and no longer needs an earlier checkpoint
     */
    void onEpoch(EpochReport report, Runnable stored);

    /** How far the trial is; call as often as convenient, the latest wins. */
    void onProgress(Progress progress);
}
