package io.barograph.cli;

import io.barograph.server.ServerConfig.DatabaseConfig;
import io.barograph.server.ServerConfig.Embedded;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.store.PostgresConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an orchestrator's database is. Its user and password come from the environment, where no list of processes shows them. */
final class DatabaseOptions {
    static final String USER = "BAROGRAPH_DATABASE_USER";
    static final String PASSWORD = "BAROGRAPH_DATABASE_PASSWORD";
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)[?&][^=&]*(user|password)[^=&]*=|//[^/]*@");

    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            description = "A PostgreSQL that several orchestrators share, as jdbc:postgresql://HOST/DATABASE, with "
                    + USER + " and " + PASSWORD + " in the environment.")
    private @Nullable String url;

    /** Whether it is a shared one. */
    boolean isShared() {
        return url != null;
    }

    /** The words for it in a message. */
    String described() {
        return url == null ? "its own database" : "the database " + url;
    }

    /** @throws CliException USAGE, with all that is wrong, which never holds a password */
    DatabaseConfig config(Path ownFolder) {
        UsageProblems problems = new UsageProblems();
        DatabaseConfig config = read(ownFolder, problems);
        problems.raise();
        return Objects.requireNonNull(config);
    }

    /** The configuration, or null if something is wrong with the options. */
    @Nullable
    DatabaseConfig read(Path ownFolder, UsageProblems problems) {
        if (url == null) {
            return new Embedded(EmbeddedPostgresConfig.of(ownFolder));
        }
        String given = url;
        if (CREDENTIALS.matcher(given).find()) {
            problems.add("the database URL must not hold a user or password: set " + USER + " and " + PASSWORD);
        }
        String user = variable(USER, problems);
        String password = variable(PASSWORD, problems);
        return CREDENTIALS.matcher(given).find() || user == null || password == null
                ? null
                : problems.reading(() -> new External(PostgresConfig.of(given, user, password)));
    }

    private static @Nullable String variable(String name, UsageProblems problems) {
        String value = System.getenv(name);
        if (value == null) {
            problems.add("--database needs " + name + " in the environment");
        }
        return value;
    }
}
