package io.barograph.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ParetoFrontTest {
    private static final FrontReference TEN_CLASSES = FrontReference.ofClasses(10);

    @Provide
    Arbitrary<List<FrontPoint>> candidates() {
        // Few distinct values, so that ties and duplicates are common.
        Arbitrary<Double> steps = Arbitraries.integers().between(1, 12).map(i -> i / 12.0);
        return Combinators.combine(steps, steps, steps)
                .as((budget, volume, accuracy) -> Tuple.of(budget, volume, accuracy))
                .list()
                .ofMaxSize(40)
                .map(tuples -> {
                    List<FrontPoint> points = new ArrayList<>();
                    tuples.forEach(t -> points.add(new FrontPoint("t" + points.size(), t.get1(), t.get2(), t.get3())));
                    return points;
                });
    }

    @Property
    void equalsBruteForce(@ForAll("candidates") List<FrontPoint> candidates) {
        List<FrontPoint> kept =
                candidates.stream().filter(p -> p.status() != BudgetStatus.OVER).toList();
        List<FrontPoint> expected = kept.stream()
                .filter(p -> kept.stream().noneMatch(q -> q.dominates(p)))
                .toList();
        assertThat(ParetoFront.of(candidates).points()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Property
    void doesNotDependOnTheOrder(@ForAll("candidates") List<FrontPoint> candidates, @ForAll long seed) {
        List<FrontPoint> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(ParetoFront.of(shuffled)).isEqualTo(ParetoFront.of(candidates));
    }

    @Property
    void everyKeptPointOffTheFrontIsDominatedByOneOnIt(@ForAll("candidates") List<FrontPoint> candidates) {
        ParetoFront front = ParetoFront.of(candidates);
        HashSet<FrontPoint> on = new HashSet<>(front.points());
        assertThat(candidates)
                .allMatch(p -> on.contains(p)
                        || p.status() == BudgetStatus.OVER
                        || on.stream().anyMatch(q -> q.dominates(p)));
    }

    @Property
    void hypervolumeEqualsCountedCells(@ForAll("candidates") List<FrontPoint> candidates) {
        ParetoFront front = ParetoFront.of(candidates);
        assertThat(Hypervolume.of(front, TEN_CLASSES)).isCloseTo(counted(front), within(1e-9));
    }

    /** Cuts the plane along every coordinate that occurs and adds the cells that some point covers. */
    private static double counted(ParetoFront front) {
        List<Double> xs = new ArrayList<>(List.of(0.0));
        List<Double> ys = new ArrayList<>(List.of(TEN_CLASSES.accuracy()));
        front.points().forEach(p -> {
            xs.add(Math.log(1 / p.volumeRatio()) / Math.log(2));
            ys.add(Math.max(TEN_CLASSES.accuracy(), p.accuracy()));
        });
        Collections.sort(xs);
        Collections.sort(ys);
        double area = 0;
        for (int i = 1; i < xs.size(); i++) {
            for (int j = 1; j < ys.size(); j++) {
                double x = (xs.get(i - 1) + xs.get(i)) / 2;
                double y = (ys.get(j - 1) + ys.get(j)) / 2;
                if (front.points().stream()
                        .anyMatch(p -> -Math.log(p.volumeRatio()) / Math.log(2) > x && p.accuracy() > y)) {
                    area += (xs.get(i) - xs.get(i - 1)) * (ys.get(j) - ys.get(j - 1));
                }
            }
        }
        return area;
    }

    @Property
    void aFurtherTrialNeverShrinksTheHypervolume(@ForAll("candidates") List<FrontPoint> candidates) {
        for (int n = 1; n <= candidates.size(); n++) {
            double before = Hypervolume.of(ParetoFront.of(candidates.subList(0, n - 1)), TEN_CLASSES);
            double after = Hypervolume.of(ParetoFront.of(candidates.subList(0, n)), TEN_CLASSES);
            assertThat(after).isGreaterThanOrEqualTo(before - 1e-12);
        }
    }

    @Example
    void measuresAKnownFront() {
        ParetoFront front = ParetoFront.of(List.of(
                new FrontPoint("dense", 1, 1, 0.9),
                new FrontPoint("half", 0.5, 0.5, 0.88),
                new FrontPoint("eighth", 0.125, 0.125, 0.8)));
        assertThat(Hypervolume.of(front, TEN_CLASSES)).isCloseTo(0.78 + 2 * 0.7, within(1e-12));
        assertThat(Hypervolume.of(ParetoFront.of(List.of()), TEN_CLASSES)).isZero();
        assertThat(FrontReference.of(DatasetSpec.of(DatasetName.CIFAR_10))).isEqualTo(TEN_CLASSES);
    }

    @Example
    void anOverTrialNeitherStandsOnTheFrontNorPushesOthersOff() {
        FrontPoint over = new FrontPoint("over", 0.25, 0.26, 0.95);
        FrontPoint met = new FrontPoint("met", 0.5, 0.5, 0.9);
        assertThat(ParetoFront.of(List.of(over, met)).points()).containsExactly(met);
        assertThatThrownBy(() -> new ParetoFront(List.of(over))).hasMessageContaining("OVER");
    }
}
