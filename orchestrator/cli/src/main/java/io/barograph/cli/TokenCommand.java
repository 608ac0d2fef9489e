package io.barograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import io.barograph.server.access.Role;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.Token;
import io.barograph.server.access.TokenStore;
import io.barograph.server.store.PostgresSweepStore;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives, lists and takes back the tokens of HTTP callers. */
@Command(
        name = "token",
        description = "Gives, lists and takes back the tokens that callers of the HTTP API need.",
        subcommands = {TokenCommand.Create.class, TokenCommand.All.class, TokenCommand.Revoke.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand implements Callable<Integer> {
    private static final Duration ANSWER = Duration.ofMinutes(1);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "Please name a command: create, list or revoke.");
    }

    /** Does something with the tokens of a database. */
    abstract static class OfDatabase implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Folder of an orchestrator that is not running and has a database of its own.")
        private @Nullable Path data;

        abstract void handle(TokenStore tokens, PrintWriter out);

        @Override
        public Integer call() {
            if ((data == null) != database.isShared()) {
                throw new ParameterException(
                        command.commandLine(), "Please name the database: either --database or --data.");
            }
            Path folder = (data == null ? Path.of("") : data).resolve("database");
            Vertx vertx = EmbeddedVertx.create();
            try (OpenDatabase opened = OpenDatabase.openOrCreate(database.config(folder))) {
                PostgresSweepStore store =
                        wait(PostgresSweepStore.open(vertx, opened.postgres()), "opening " + database.described());
                try {
                    handle(store.tokens(), command.commandLine().getOut());
                    command.commandLine().getOut().flush();
                } finally {
                    Awaited.end(store.close(), ANSWER, "connection");
                }
            } finally {
                Awaited.end(vertx.close(), ANSWER, "event loop");
            }
            return ExitCode.OK.number();
        }

        static <T> T wait(io.vertx.core.Future<T> future, String what) {
            try {
                return Awaited.result(future, ANSWER, ExitCode.STORE, what);
            } catch (CliException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new CliException(ExitCode.STORE, what + " failed: " + e.getMessage(), e);
            }
        }
    }

    /** Gives a token. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a token and prints it. It is shown this once: only what it hashes to is stored.",
                "viewer reads; submitter also hands in and steers sweeps; admin also deletes them."
            })
    static final class Create extends OfDatabase {
        private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        private static final int MOST_DAYS = 3650;

        @Parameters(
                index = "0",
                paramLabel = "NAME",
                description = "Whose it is: 1 to 63 of a-z, 0-9 and inner hyphens.")
        private String name = "";

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = "viewer, submitter or admin.")
        private String role = "";

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                description = "How long it is valid; default: until it is revoked.")
        private @Nullable Integer days;

        @Override
        public Integer call() {
            if (!NAME.matcher(name).matches()) {
                throw new CliException(
                        ExitCode.USAGE, "NAME must be 1 to 63 of a-z, 0-9 and inner hyphens, was '" + name + "'");
            }
            if (days != null && (days < 1 || days > MOST_DAYS)) {
                throw new CliException(ExitCode.USAGE, "--days must be 1 to " + MOST_DAYS + ", was " + days);
            }
            role();
            return super.call();
        }

        private Role role() {
            try {
                return Role.ofLabel(role);
            } catch (IllegalArgumentException e) {
                throw new CliException(
                        ExitCode.USAGE, "--role must be viewer, submitter or admin, was '" + role + "'", e);
            }
        }

        @Override
        void handle(TokenStore tokens, PrintWriter out) {
            Token token = Token.random();
            Instant end = days == null ? null : Instant.now().plus(days, ChronoUnit.DAYS);
            wait(tokens.add(token, name, role(), end), "storing the token");
            out.println(token.secret());
        }
    }

    /** Lists tokens. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists who was given which role, and until when. Tokens themselves are stored nowhere.")
    static final class All extends OfDatabase {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        void handle(TokenStore tokens, PrintWriter out) {
            List<StoredToken> all = wait(tokens.all(), "reading the tokens");
            if (json) {
                out.println(json(all));
                return;
            }
            Instant now = Instant.now();
            out.printf("%-10s%-24s%-11s%-13s%s%n", "id", "name", "role", "given", "valid");
            for (StoredToken token : all) {
                out.printf(
                        "%-10s%-24s%-11s%-13s%s%n",
                        token.id(), token.name(), token.role().label(), day(token.createdAt()), validity(token, now));
            }
        }

        private static String json(List<StoredToken> all) {
            try {
                return Jackson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String validity(StoredToken token, Instant now) {
            Instant end = token.expiresAt();
            Instant revoked = token.revokedAt();
            if (revoked != null) {
                return "revoked " + day(revoked);
            }
            if (end == null) {
                return "until revoked";
            }
            return (token.validAt(now) ? "until " : "ran out ") + day(end);
        }

        private static String day(Instant time) {
            return time.toString().substring(0, 10);
        }
    }

    /** Takes a token back. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Takes a token back: a few seconds later no server takes it any more.")
    static final class Revoke extends OfDatabase {
        @Parameters(index = "0", paramLabel = "ID", description = "As barograph token list shows it.")
        private String id = "";

        @Override
        void handle(TokenStore tokens, PrintWriter out) {
            if (!wait(tokens.revoke(id), "revoking the token")) {
                throw new CliException(ExitCode.USAGE, "no valid token has the id " + id);
            }
            out.println("Revoked " + id + ".");
        }
    }
}
