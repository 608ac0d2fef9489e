package io.barograph.bar.data;

import java.util.List;
import java.util.stream.Collectors;

/** Data that cannot be used, with every problem that was found: its place, what is wrong and how to mend it. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // the list and its records are never written
    private final List<DataProblem> problems;

    /** Takes at least one problem. */
    public DataException(List<DataProblem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    DataException(String place, String problem, String fix) {
        this(List.of(new DataProblem(place, problem, fix)));
    }

    static DataException missing(String place, String problem, String fix) {
        return new DataException(List.of(new DataProblem(place, problem, fix, true)));
    }

    /** Whether the data set, or a file of it, is not there. */
    public boolean isMissing() {
        return problems.stream().anyMatch(DataProblem::missing);
    }

    /** Returns all problems, in the order in which they were found. */
    public List<DataProblem> problems() {
        return problems;
    }

    private static String describe(List<DataProblem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("A data exception needs at least one problem");
        }
        if (problems.size() == 1) {
            return problems.get(0).toString();
        }
        return problems.stream()
                .map(problem -> "  - " + problem)
                .collect(Collectors.joining("\n", problems.size() + " problems with the data:\n", ""));
    }
}
