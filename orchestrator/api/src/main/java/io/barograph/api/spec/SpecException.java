package io.barograph.api.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A spec was refused. Carries every problem found, in the order of the source. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String source;
    private final transient List<SpecProblem> problems;

    SpecException(String source, List<SpecProblem> problems) {
        super(message(source, problems));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /** Name of the file, or "spec" for text. */
    public String source() {
        return source;
    }

    /** At least one problem. */
    public List<SpecProblem> problems() {
        return problems;
    }

    private static String message(String source, List<SpecProblem> problems) {
        String head = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "  " + problem.render(source))
                .collect(Collectors.joining("\n", source + " cannot be used, " + head + ":\n", ""));
    }
}
