package io.barograph.cli;

import io.barograph.server.ServerConfig.DatabaseConfig;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose tokens are meant: of an orchestrator that serves HTTP, or of a database. */
final class TokenOptions {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of an orchestrator that is not running and has a database of its own.")
    private @Nullable Path data;

    /** What opens the access, or null if something is wrong with the options. */
    @Nullable
    Supplier<TokenAccess> read(UsageProblems problems) {
        boolean ofDatabase = data != null || database.isShared();
        if (Stream.of(data != null, database.isShared(), server.named())
                        .filter(given -> given)
                        .count()
                > 1) {
            problems.add("--server, --database and --data are three ways to tokens: give one of them");
            return null;
        }
        if (ofDatabase) {
            if (server.hasDetails()) {
                problems.add("--token-file and --server-ca go with --server");
            }
            Path folder = (data == null ? Path.of("") : data).resolve("database");
            DatabaseConfig config = database.read(folder, problems);
            return config == null ? null : () -> DatabaseTokens.open(config, database.described());
        }
        if (!server.given()) {
            problems.add(
                    "please say whose tokens: with --server URL (or " + ServerOptions.SERVER
                            + ") of an orchestrator and the token of an admin, or those of a database with --database or --data");
            return null;
        }
        HttpCalls calls = server.read(problems);
        return calls == null ? null : () -> new HttpTokens(calls);
    }
}
