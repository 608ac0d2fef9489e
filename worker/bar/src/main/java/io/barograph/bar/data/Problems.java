package io.barograph.bar.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects problems, so that all of them are told at once. */
final class Problems {
    /** Past this number only a count is kept: a folder of a million broken images must not flood the terminal. */
    private static final int TOLD = 50;

    private final List<DataProblem> found = new ArrayList<>();
    private int untold;

    void add(String place, String problem, String fix) {
        addAll(List.of(new DataProblem(place, problem, fix)));
    }

    void addAll(List<DataProblem> problems) {
        for (DataProblem problem : problems) {
            if (found.size() < TOLD) {
                found.add(problem);
            } else {
                untold++;
            }
        }
    }

    /** Runs the work; what a {@link DataException} tells is collected, and the result is then empty. */
    <T> Optional<T> attempt(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (DataException e) {
            addAll(e.problems());
            return Optional.empty();
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    void throwIfAny() {
        if (!any()) {
            return;
        }
        List<DataProblem> told = new ArrayList<>(found);
        if (untold > 0) {
            told.add(new DataProblem("and " + untold + " more", "not listed", "mend the listed ones first"));
        }
        throw new DataException(told);
    }
}
