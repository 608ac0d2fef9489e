package io.barograph.cli.terminal;

import io.barograph.api.TrialState;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

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
            if (changed(last, row)) {
                say(Figures.clock(screen.elapsed()) + "  " + line(row));
            }
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
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
        return last.state() != row.state() || last.attempt() != row.attempt() || last.epoch() != row.epoch();
    }

    static String line(TrialRow row) {
        StringBuilder line = new StringBuilder(row.trial()).append("  budget ").append(Figures.budget(row.budget()));
        if (!row.search().isEmpty()) {
            line.append("  ").append(LiveTable.parameters(row.search()));
        }
        line.append("  ").append(state(row));
        if (!row.epochOfPhase().isEmpty()) {
            line.append(' ').append(row.epochOfPhase());
        }
        if (row.accuracy() != null) {
            line.append("  accuracy ").append(Figures.percent(row.accuracy()));
        }
        if (row.volumeRatio() != null) {
            line.append("  volume ").append(Figures.ratio(row.volumeRatio()));
        }
        if (row.status() != null) {
            line.append("  ").append(row.status());
        }
        if (row.note() != null) {
            line.append("  ").append(row.note());
        }
        return line.toString();
    }

    private static String state(TrialRow row) {
        return row.state() == TrialState.RUNNING && row.phase() != null
                ? LiveTable.words(row.phase())
                : row.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
