package io.barograph.node;

import io.barograph.api.EpochReport;
import io.barograph.api.Progress;

/** Hears how a trial goes. Never blocks for long and never throws. */
public interface TrialListener {
    /** An epoch ended. Every report reaches the scheduler, in order. */
    void onEpoch(EpochReport report);

    /** How far the trial is; call as often as convenient, the latest wins. */
    void onProgress(Progress progress);
}
