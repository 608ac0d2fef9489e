package io.barograph.cli;

import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a sweep to a cluster. */
@Command(
        name = "submit",
        description = {
            "Hands the sweep of a spec to a cluster, which goes on with it when this command has ended.",
            "Submitting the same spec again gives the same sweep."
        })
final class SubmitCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "SPEC", description = "The sweep as YAML or JSON.")
    private Path file = Path.of("");

    @Option(names = "--wait", description = "Show the sweep until it ends, as watch does, and print its results.")
    private boolean wait;

    @Option(names = "--plain", description = "With --wait: print lines instead of a table that moves.")
    private boolean plain;

    private @Nullable SweepSpec spec;

    @Override
    public Integer call() {
        Supplier<SweepAccess> known = access().read();
        spec = SpecFile.read(file);
        try (SweepAccess sweeps = known.get()) {
            return call(sweeps).number();
        }
    }

    @Override
    ExitCode call(SweepAccess sweeps) {
        SweepSpec wanted = Objects.requireNonNull(spec);
        StopRequest stop = StopRequest.bySignals();
        SweepView sweep = sweeps.submit(wanted, SpecFile.idempotencyKey("submit", wanted));
        if (!wait || !json()) {
            say(sweep);
        }
        warnOfMissingWorkers(sweeps, wanted.requiredLabels());
        return wait ? new SweepWatch(this, sweeps, json(), plain).untilEnd(sweep, stop) : ExitCode.OK;
    }

    /** No error: workers may come. */
    private void warnOfMissingWorkers(SweepAccess sweeps, Set<String> labels) {
        if (!labels.isEmpty() && sweeps.lacksWorkers(labels)) {
            warn("Warning: no worker is there that has " + String.join(", ", labels) + "; the trials wait for one.");
        }
    }
}
