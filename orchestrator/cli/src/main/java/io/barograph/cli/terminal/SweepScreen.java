package io.barograph.cli.terminal;

import io.barograph.api.SweepSpec;
import io.barograph.api.TrialState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sweep at one moment, as displays show it.
 *
 * @param elapsed time since this command started
 * @param done share of the work that is done, in [0, 1]
 * @param secondsLeft estimate for the whole sweep, or null
 * @param hypervolume of the front so far, or null before the first result
 * @param stopping whether the command is on its way to a checkpoint
 */
public record SweepScreen(
        SweepSpec spec,
        List<TrialRow> rows,
        Duration elapsed,
        double done,
        @Nullable Double secondsLeft,
        @Nullable Double hypervolume,
        boolean stopping) {
    public SweepScreen {
        rows = List.copyOf(rows);
    }

    public long count(TrialState state) {
        return rows.stream().filter(row -> row.state() == state).count();
    }

    public long ended() {
        return rows.stream().filter(TrialRow::ended).count();
    }

    /** The network in words, for example {@code ResNet-20 of width 16}. */
    public String network() {
        return spec.network()
                .fold(
                        resNet -> "ResNet-" + resNet.depth() + " of width " + resNet.width(),
                        wide -> "Wide ResNet-" + wide.depth() + "-" + wide.widthFactor(),
                        plain -> "plain CNN of width " + plain.width());
    }
}
