package io.barograph.server.verify;

import io.barograph.api.EpochReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.PriorityChanged;
import io.barograph.server.log.LoggedChange.Resumed;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;

/** What to do about each kind of change; nothing, unless said otherwise. {@link #dispatch} alone tells them apart. */
interface ChangeHandler {
    static void dispatch(LoggedChange change, ChangeHandler handler) {
        if (change instanceof EpochEnded epoch) {
            handler.epoch(epoch.report());
        } else if (change instanceof TrialStarted start) {
            handler.started(start);
        } else if (change instanceof TrialReturned back) {
            handler.returned(back);
        } else if (change instanceof TrialCompleted end) {
            handler.completed(end.result());
        } else if (change instanceof TrialFailed end) {
            handler.failed(end);
        } else if (change instanceof TrialCancelled end) {
            handler.cancelled(end);
        } else if (change instanceof FrontChanged front) {
            handler.front(front);
        } else if (change instanceof Ended end) {
            handler.ended(end.state());
        } else if (change instanceof Paused) {
            handler.paused();
        } else if (change instanceof Resumed) {
            handler.resumed();
        } else if (change instanceof PriorityChanged changed) {
            handler.priority(changed);
        } else if (change instanceof Submitted submitted) {
            handler.submitted(submitted);
        } else {
            handler.other(change);
        }
    }

    default void submitted(Submitted change) {}

    default void started(TrialStarted change) {}

    default void epoch(EpochReport report) {}

    default void returned(TrialReturned change) {}

    default void completed(TrialResult result) {}

    default void failed(TrialFailed change) {}

    default void cancelled(TrialCancelled change) {}

    default void front(FrontChanged change) {}

    default void paused() {}

    default void resumed() {}

    default void priority(PriorityChanged change) {}

    default void ended(SweepState state) {}

    /** A kind that no rule here is about. */
    default void other(LoggedChange change) {}
}
