package io.barograph.cli;

import io.barograph.api.SweepQuery;
import picocli.CommandLine.Parameters;

/** A command for one sweep of a cluster. */
abstract class SweepCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "SWEEP", description = "Name of the sweep.")
    private String sweep = "";

    String sweep() {
        return sweep;
    }

    @Override
    void check(UsageProblems problems) {
        requireName(sweep, problems);
    }

    /** A name that no sweep can have is a mistake of its writer, and nothing that a server should be asked. */
    static void requireName(String sweep, UsageProblems problems) {
        problems.reading(() -> new SweepQuery(sweep));
    }
}
