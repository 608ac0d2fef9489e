package io.barograph.server.schedule;

import io.barograph.api.TrialStop;
import io.barograph.server.log.LogEntry;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a scheduler told. */
final class RecordingListener implements SchedulerListener {
    final List<LogEntry> stored = new ArrayList<>();
    final List<String> stops = new ArrayList<>();

    @Override
    public void onStored(List<LogEntry> entries) {
        stored.addAll(entries);
    }

    @Override
    public void onStop(TrialStop stop) {
        stops.add(stop.trial() + "#" + stop.attempt());
    }

    @Override
    public void onStoreFailure(Throwable cause) {}

    @Override
    public void onLeading(boolean leading) {}
}
