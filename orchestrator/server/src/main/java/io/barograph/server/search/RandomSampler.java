package io.barograph.server.search;

import io.barograph.api.ParameterSpec;
import io.barograph.api.SearchSpec;
import io.barograph.server.log.PlannedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Independent uniform draws; the draw of a trial depends on the search's seed and the trial's index alone. */
final class RandomSampler implements TrialSampler {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final SearchSpec search;

    RandomSampler(SearchSpec search) {
        this.search = search;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<PlannedTrial> next(int planned) {
        int trials = Objects.requireNonNull(search.trials(), "trials");
        List<PlannedTrial> drawn = new ArrayList<>();
        for (int index = planned; index < trials; index++) {
            drawn.add(draw(index));
        }
        return drawn;
    }

    private PlannedTrial draw(int index) {
        SplittableRandom random = new SplittableRandom(search.seed() * GOLDEN_GAMMA + index);
        double budget = pick(random, search.budgets());
        long seed = pick(random, search.seeds());
        SortedMap<String, Double> parameters = new TreeMap<>();
        for (Map.Entry<String, ParameterSpec> entry : search.parameters().entrySet()) {
            parameters.put(
                    entry.getKey(),
                    entry.getValue().fold(choices -> pick(random, choices.values()), range -> within(random, range)));
        }
        return new PlannedTrial(PlannedTrial.nameOf(index), index, budget, seed, parameters, null);
    }

    private static <T> T pick(SplittableRandom random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static double within(SplittableRandom random, ParameterSpec.Range range) {
        double fraction = random.nextDouble();
        if (!range.log()) {
            return range.min() + fraction * (range.max() - range.min());
        }
        double low = Math.log(range.min());
        double drawn = Math.exp(low + fraction * (Math.log(range.max()) - low));
        return Math.min(range.max(), Math.max(range.min(), drawn)); // exp of log may miss an end by a rounding
    }
}
