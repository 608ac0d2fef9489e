package io.barograph.cli;

import io.barograph.server.ServerConfig.DatabaseConfig;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.store.Migrations;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the tables of a shared database up to date. */
@Command(
        name = "migrate",
        description = {
            "Brings the tables of a shared database up to date, and changes nothing else.",
            "An orchestrator does so itself when it starts; this is for databases whose orchestrators may not change tables."
        })
final class MigrateCommand extends CommandHead {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        if (!database.isShared()) {
            problems.add("please name the database: with --database JDBC-URL");
        }
        DatabaseConfig config = database.read(Path.of(""), problems);
        problems.raise();
        if (!(config instanceof External external)) {
            throw new IllegalStateException("no database and no problem");
        }
        Migrations.Outcome done = migrate(external);
        say("The tables of " + database.described() + " are of version " + done.after()
                + (done.changed()
                        ? done.before() == null ? "; there were none before." : "; they were of " + done.before() + "."
                        : " already."));
        return ExitCode.OK.number();
    }

    private static Migrations.Outcome migrate(External external) {
        try {
            return Migrations.run(external.postgres());
        } catch (RuntimeException e) {
            throw new CliException(ExitCode.STORE, ServerStart.unusable(external, e), e);
        }
    }
}
