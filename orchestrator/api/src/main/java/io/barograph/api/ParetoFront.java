package io.barograph.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The points that no other point dominates and that kept their budget. Points equal in both axes stand together.
 *
 * @param points by falling volume, then trial name; none {@link BudgetStatus#OVER}
 */
public record ParetoFront(List<FrontPoint> points) {
    private static final Comparator<FrontPoint> ORDER =
            Comparator.comparingDouble(FrontPoint::volumeRatio).reversed().thenComparing(FrontPoint::trial);

    public ParetoFront {
        points = points.stream().sorted(ORDER).toList();
        for (FrontPoint point : points) {
            Checks.require(point.status() != BudgetStatus.OVER, point, "front point", point, "not be OVER");
            Checks.require(
                    points.stream().noneMatch(other -> other.dominates(point)), point, "front point", point, "be best");
        }
    }

    /** The front of {@code candidates}; OVER ones neither stand on it nor push others off it. */
    public static ParetoFront of(Collection<FrontPoint> candidates) {
        List<FrontPoint> sorted = candidates.stream()
                .filter(point -> point.status() != BudgetStatus.OVER)
                .sorted(Comparator.comparingDouble(FrontPoint::volumeRatio)
                        .thenComparing(
                                Comparator.comparingDouble(FrontPoint::accuracy).reversed()))
                .toList();
        List<FrontPoint> best = new ArrayList<>();
        for (FrontPoint point : sorted) {
            if (best.isEmpty() || !best.get(best.size() - 1).dominates(point)) {
                best.add(point);
            }
        }
        return new ParetoFront(best);
    }

    /** Whether the trial of this name stands on the front. */
    public boolean contains(String trial) {
        return points.stream().anyMatch(point -> point.trial().equals(trial));
    }
}
