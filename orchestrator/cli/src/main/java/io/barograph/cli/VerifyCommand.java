package io.barograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.SubmittedSpec;
import io.barograph.cli.folder.SweepFolder;
import io.barograph.cli.terminal.VerificationText;
import io.barograph.server.ServerConfig.DatabaseConfig;
import io.barograph.server.ServerConfig.Embedded;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.verify.SnapshotException;
import io.barograph.server.verify.StoredSweep;
import io.barograph.server.verify.SweepSnapshot;
import io.barograph.server.verify.Verification;
import io.barograph.server.verify.Verifier;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays the history of a sweep and checks it. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Replays the history of a sweep and checks that nothing in it is lost, doubled, out of order or wrong.",
            "With --artifacts it looks for every model there too; by default for a sweep's folder in its own.",
            "Changes nothing."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int MOST_NAMES = 20;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "DIR|SWEEP",
            description =
                    "The folder of a sweep that is not running; or, with --data or --database, the name of a sweep.")
    private String what = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of an orchestrator that is not running and has a database of its own.")
    private @Nullable Path data;

    @Mixin
    private ArtifactOptions places = new ArtifactOptions();

    @Option(names = "--json", description = "Print what was found as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Verification found = verify();
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(json(found));
        } else {
            VerificationText.render(found, CommandOutput.size().columns(), CommandOutput.colours())
                    .forEach(out::println);
        }
        out.flush();
        return (found.ok() ? ExitCode.OK : ExitCode.VIOLATED).number();
    }

    private Verification verify() {
        try (TemporaryFolder cache = TemporaryFolder.make()) {
            ArtifactStore artifacts = places.given() ? places.open(cache.path()) : null;
            return data == null && !database.isShared() ? verifyFolder(artifacts) : verifyNamed(artifacts);
        }
    }

    private Verification verifyFolder(@Nullable ArtifactStore artifacts) {
        SweepFolder folder = new SweepFolder(Path.of(what));
        if (!Files.exists(folder.spec())) {
            throw new CliException(
                    ExitCode.FOLDER,
                    "there is no sweep in " + what + "; a sweep of a cluster needs --data or --database");
        }
        String sweep = SubmittedSpec.nameIn(folder);
        ArtifactStore store = artifacts == null ? ArtifactStore.folder(folder.artifacts()) : artifacts;
        Path front = Files.exists(folder.frontJson()) ? folder.frontJson() : null;
        DatabaseConfig config = new Embedded(EmbeddedPostgresConfig.of(folder.database()));
        StoredSweep stored = read(
                config,
                sweep,
                postgres -> new CliException(
                        ExitCode.FOLDER,
                        "sweep " + sweep + " in " + what + " has no history yet: it was never submitted"));
        return Verifier.verify(stored, store, front);
    }

    private Verification verifyNamed(@Nullable ArtifactStore artifacts) {
        if (data != null && database.isShared()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--data is for an orchestrator with a database of its own, not for --database.");
        }
        DatabaseConfig config = database.config((data == null ? Path.of("") : data).resolve("database"));
        StoredSweep stored = read(config, what, postgres -> new CliException(ExitCode.USAGE, unknown(what, postgres)));
        return Verifier.verify(stored, artifacts, null);
    }

    private static StoredSweep read(
            DatabaseConfig config, String sweep, Function<PostgresConfig, CliException> whenUnknown) {
        try (OpenDatabase opened = OpenDatabase.open(config)) {
            StoredSweep stored = SweepSnapshot.read(opened.postgres(), sweep);
            if (stored == null) {
                throw whenUnknown.apply(opened.postgres());
            }
            return stored;
        } catch (SnapshotException e) {
            throw new CliException(ExitCode.STORE, String.valueOf(e.getMessage()), e);
        }
    }

    private static String unknown(String sweep, PostgresConfig postgres) {
        List<String> names = SweepSnapshot.names(postgres);
        String known = names.isEmpty()
                ? "there is none"
                : "there are " + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                        + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
        return "no sweep " + sweep + " is stored in " + postgres + ": " + known;
    }

    private static String json(Verification found) {
        ObjectNode tree = Jackson.mapper().valueToTree(found);
        tree.put("ok", found.ok());
        try {
            return Jackson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
