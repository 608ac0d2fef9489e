package io.barograph.server.verify;

import io.barograph.api.FrontReference;
import io.barograph.api.Measurement;
import io.barograph.api.TrialResult;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The front is told whenever it changes, right after the result that changes it, and is what the results give. */
final class FrontCheck implements LogCheck {
    private static final double ROUNDING = 1e-9; // logarithms differ in their last bits between machines

    private final Findings findings;
    private final FrontReference reference;
    private final List<Point> best = new ArrayList<>();
    private List<String> told = List.of();
    private @Nullable LogEntry before;

    /** A result in the plane. */
    private record Point(String trial, double volume, double accuracy) {
        boolean beats(Point other) {
            return volume <= other.volume
                    && accuracy >= other.accuracy
                    && (volume != other.volume || accuracy != other.accuracy);
        }
    }

    FrontCheck(Findings findings, FrontReference reference) {
        this.findings = findings;
        this.reference = reference;
    }

    @Override
    public void entry(LogEntry entry, History history) {
        LoggedChange change = entry.change();
        if (change instanceof FrontChanged front) {
            check(Findings.entry(entry.sequence()), front);
        } else {
            requireTold();
        }
        if (change instanceof TrialCompleted end && isFirst(end.result(), history)) {
            add(end.result());
        }
        before = entry;
    }

    private static boolean isFirst(TrialResult result, History history) {
        TrialHistory trial = history.trial(result.trial());
        return trial != null && !trial.state.terminal();
    }

    private void add(TrialResult result) {
        Measurement measured = result.measurement();
        double ratio = (double) measured.volumePixels() / measured.denseVolumePixels();
        Point point = new Point(result.trial(), ratio, measured.validationAccuracy());
        if (ratio <= measured.budget() && best.stream().noneMatch(other -> other.beats(point))) {
            best.removeIf(point::beats);
            best.add(point);
            best.sort(Comparator.comparingDouble(Point::volume).reversed().thenComparing(Point::trial));
        }
    }

    private void check(String place, FrontChanged front) {
        List<String> names = names();
        require(
                before != null && before.change() instanceof TrialCompleted && !names.equals(told),
                place,
                "tells a front though no result has just changed it");
        require(
                front.trials().equals(names),
                place,
                "tells the front " + front.trials() + ", the results give " + names);
        double area = hypervolume();
        require(
                Math.abs(front.hypervolume() - area) <= ROUNDING * Math.max(1, area),
                place,
                "tells hypervolume " + front.hypervolume() + ", the results give " + area);
        told = names;
    }

    private void requireTold() {
        List<String> names = names();
        if (!names.equals(told)) {
            String place = before == null ? "entry 1" : Findings.entry(before.sequence());
            require(false, place, "changes the front to " + names + ", but the next entry does not tell it");
            told = names;
        }
    }

    private List<String> names() {
        return best.stream().map(Point::trial).toList();
    }

    private double hypervolume() {
        double area = 0;
        double reached = halvings(reference.volumeRatio());
        for (Point point : best) {
            double width = halvings(point.volume()) - reached;
            double height = point.accuracy() - reference.accuracy();
            if (width > 0 && height > 0) {
                area += width * height;
                reached += width;
            }
        }
        return area;
    }

    private static double halvings(double volume) {
        return Math.log(1 / volume) / Math.log(2);
    }

    @Override
    public void end(History whole) {
        requireTold();
    }

    private void require(boolean holds, String place, String sentence) {
        findings.require(holds, Invariant.FRONT, place, () -> sentence);
    }
}
