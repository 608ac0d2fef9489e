package io.barograph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is wrong with a command line, told all at once. */
final class UsageProblems {
    private final List<String> problems = new ArrayList<>();

    void add(String problem) {
        problems.add(problem);
    }

    /** What was read, or null if the command line does not allow it; then {@link #raise} says why. */
    <T> @Nullable T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (CliException e) {
            if (e.exitCode() != ExitCode.USAGE) {
                throw e;
            }
            add(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            add(String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** @throws CliException USAGE with every problem, if there is one */
    void raise() {
        if (problems.size() == 1) {
            throw new CliException(ExitCode.USAGE, problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "the command line is wrong:\n  " + String.join("\n  ", problems));
        }
    }
}
