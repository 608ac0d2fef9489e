package io.barograph.cli.terminal;

import io.barograph.api.EpochReport;
import io.barograph.api.TrialState;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one line for every epoch and every change of a trial; for logs and pipes. */
public final class PlainDisplay implements SweepDisplay {
    private final PrintStream out;
    private final Map<String, TrialRow> before = new HashMap<>();
    private boolean started;

    public PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(SweepScreen screen) {
        if (!started) {
            started = true;
            say(screen.spec().name() + ": " + screen.rows().size() + " trials, "
                    + screen.spec().dataset().name().id() + ", " + screen.network());
        }
        for (TrialRow row : screen.rows()) {
            TrialRow last = before.put(row.trial(), row);
            String clock = Figures.clock(screen.elapsed()) + "  ";
            EpochReport epoch = row.lastEpoch();
            if (last != null && epoch != null && !epoch.equals(last.lastEpoch())) {
                say(clock + line(row, epoch));
            }
            if (changed(last, row)) {
                say(clock + line(row));
            }
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public boolean unseen() {
        return out.checkError();
    }

    @Override
    public void clear() {
        say("");
    }

    @Override
    public void close() {
        out.flush();
    }

    private static boolean changed(TrialRow last, TrialRow row) {
        if (last == null) {
            return row.state() != TrialState.WAITING;
        }
        return last.state() != row.state() || last.attempt() != row.attempt();
    }

    /** What a trial has reached when an epoch has ended. */
    private static String line(TrialRow row, EpochReport epoch) {
        StringBuilder line = head(row).append(LiveTable.words(epoch.phase()));
        String place = row.place(epoch.phase(), epoch.epoch());
        if (!place.isEmpty()) {
            line.append(' ').append(place);
        }
        addFigures(
                line, epoch.metrics().get("validationAccuracy"), epoch.metrics().get("volumeRatio"));
        return line.toString();
    }

    /** In what state a trial is now. */
    static String line(TrialRow row) {
        StringBuilder line =
                head(row).append(row.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (row.state() != TrialState.RUNNING) {
            addFigures(line, row.accuracy(), row.volumeRatio());
        }
        if (row.status() != null) {
            line.append("  ").append(row.status());
        }
        if (row.note() != null) {
            line.append("  ").append(row.note());
        }
        return line.toString();
    }

    private static StringBuilder head(TrialRow row) {
        StringBuilder head = new StringBuilder(row.trial()).append("  budget ").append(Figures.budget(row.budget()));
        if (!row.search().isEmpty()) {
            head.append("  ").append(LiveTable.parameters(row.search()));
        }
        return head.append("  ");
    }

    private static void addFigures(StringBuilder line, @Nullable Double accuracy, @Nullable Double volumeRatio) {
        if (accuracy != null) {
            line.append("  accuracy ").append(Figures.percent(accuracy));
        }
        if (volumeRatio != null) {
            line.append("  volume ").append(Figures.ratio(volumeRatio));
        }
    }
}
