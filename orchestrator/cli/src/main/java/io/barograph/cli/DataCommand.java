package io.barograph.cli;

import io.barograph.api.DatasetSpec;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.node.SweepData;
import io.barograph.node.TrialException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names the data of a sweep by its content and brings it to workers. */
@Command(
        name = "data",
        description = "Names the data of a sweep by its content, and brings it to the workers of a cluster.",
        subcommands = {DataCommand.Hash.class, DataCommand.Push.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "Please name a command: hash or push.");
    }

    /** Reads the data of a spec, does something with it, and prints its hash. */
    abstract static class OfSpec implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Parameters(index = "0", paramLabel = "SPEC", description = "The sweep as YAML or JSON.")
        private Path file = Path.of("");

        abstract void handle(SweepData data);

        @Override
        public Integer call() {
            DatasetSpec spec = read();
            SweepData data = open(spec);
            say(data.summary());
            String asked = spec.hash();
            if (asked != null && !asked.equals(data.hash())) {
                throw new CliException(
                        ExitCode.BAD_DATA,
                        "the data on this machine has hash " + data.hash() + ", but " + file + " asks for " + asked
                                + "; the hash follows the images and dataset.validationFraction: correct one of them");
            }
            handle(data);
            say("");
            say("dataset:");
            say("  hash: " + data.hash());
            return ExitCode.OK.number();
        }

        private DatasetSpec read() {
            try {
                return SweepSpecReader.read(file).dataset();
            } catch (SpecException e) {
                throw new CliException(ExitCode.BAD_SPEC, String.valueOf(e.getMessage()), e);
            }
        }

        private static SweepData open(DatasetSpec spec) {
            try {
                return SweepData.open(spec);
            } catch (TrialException e) {
                throw new CliException(ExitCode.BAD_DATA, String.valueOf(e.getMessage()), e);
            }
        }

        final void say(String line) {
            PrintWriter out = command.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }

    @Command(
            name = "hash",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the hash of the data that a spec uses on this machine, as a line of the spec.",
                "With that line, trials train on exactly this data wherever they run."
            })
    static final class Hash extends OfSpec {
        @Override
        void handle(SweepData data) {}
    }

    @Command(
            name = "push",
            mixinStandardHelpOptions = true,
            description = {
                "Puts the data that a spec uses on this machine into the artifact store of a cluster, unless it is there.",
                "Prints its hash as a line of the spec: with it, workers fetch the data when they have not got it."
            })
    static final class Push extends OfSpec {
        @Mixin
        private ArtifactOptions places = new ArtifactOptions();

        private @Nullable ArtifactStore opened;

        @Override
        public Integer call() {
            try (TemporaryFolder cache = TemporaryFolder.make()) {
                opened = places.open(cache.path());
                return super.call();
            }
        }

        @Override
        void handle(SweepData data) {
            ArtifactStore store = Objects.requireNonNull(opened);
            String megabytes = String.format(Locale.ROOT, "%,.1f MB", data.bytes() / 1e6);
            try {
                if (isThere(store, data.hash())) {
                    say("It is in " + store + " already.");
                    return;
                }
                String stored = store.put(new CountedStream(data.content(), data.bytes(), this::say), data.summary());
                if (!stored.equals(data.hash())) {
                    throw new IllegalStateException("stored as " + stored + " instead of " + data.hash());
                }
                say("Stored in " + store + ": " + megabytes + ".");
            } catch (ArtifactException e) {
                throw new CliException(ExitCode.FOLDER, String.valueOf(e.getMessage()), e);
            }
        }

        /** Whole, that is: what is damaged there is stored again. */
        private static boolean isThere(ArtifactStore store, String hash) {
            try {
                store.get(hash);
                return true;
            } catch (ArtifactException e) {
                if (e.problem() == ArtifactException.Problem.MISSING
                        || e.problem() == ArtifactException.Problem.CORRUPT) {
                    return false;
                }
                throw e;
            }
        }
    }
}
