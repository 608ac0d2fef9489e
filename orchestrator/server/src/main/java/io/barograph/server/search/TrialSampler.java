package io.barograph.server.search;

import io.barograph.api.SearchSpec;
import io.barograph.server.log.PlannedTrial;
import java.util.List;

/** Chooses configurations. A pure function of the search space with its seed, and of the history so far. */
public interface TrialSampler {
    /** Changes whenever the same input would give other trials; stored with what was chosen. */
    int version();

    /** The next trials, all that can be chosen without further results; the first has index {@code planned}. */
    List<PlannedTrial> next(int planned);

    static TrialSampler of(SearchSpec search) {
        return switch (search.sampler()) {
            case GRID -> new GridSampler(search);
            case RANDOM -> new RandomSampler(search);
        };
    }
}
