package io.barograph.cli;

import io.barograph.server.access.NewToken;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.TokenRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
        description = {
            "Gives, lists and takes back the tokens that callers of the HTTP API need.",
            "An admin does so with --server; whoever may write the database does so there, also for the first admin."
        },
        subcommands = {TokenCommand.Create.class, TokenCommand.All.class, TokenCommand.Revoke.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "Please name a command: create, list or revoke.");
    }

    /** Does something with tokens. */
    abstract static class OfTokens extends CommandHead {
        @Mixin
        private TokenOptions options = new TokenOptions();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        boolean json() {
            return json;
        }

        /** Adds what is wrong with the command's own arguments. */
        void check(UsageProblems problems) {}

        abstract void call(TokenAccess tokens);

        @Override
        public Integer call() {
            UsageProblems problems = new UsageProblems();
            Supplier<TokenAccess> opening = options.read(problems);
            check(problems);
            problems.raise();
            if (opening == null) {
                throw new IllegalStateException("no access and no problem");
            }
            try (TokenAccess tokens = opening.get()) {
                call(tokens);
            }
            return ExitCode.OK.number();
        }
    }

    /** Gives a token. */
    @Command(
            name = "create",
            description = {
                "Makes a token and prints it. It is shown this once: only what it hashes to is stored.",
                "viewer reads; submitter also hands in and steers sweeps; admin also deletes them and gives tokens."
            })
    static final class Create extends OfTokens {
        @Parameters(
                index = "0",
                paramLabel = "NAME",
                description =
                        "Whose it is: 1 to 63 of a-z, 0-9 and inner hyphens. Quotas are for all tokens of a name.")
        private String name = "";

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = "viewer, submitter or admin.")
        private String role = "";

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                description = "How long it is valid; default: until it is revoked.")
        private @Nullable Integer days;

        private TokenRequest request() {
            return new TokenRequest(name, role, days);
        }

        @Override
        void check(UsageProblems problems) {
            request().problems().forEach(problems::add);
        }

        @Override
        void call(TokenAccess tokens) {
            NewToken token = tokens.create(request());
            if (json()) {
                sayJson(token);
            } else {
                say(token.token());
            }
        }
    }

    /** Lists tokens. */
    @Command(
            name = "list",
            description = "Lists who was given which role, and until when. Tokens themselves are stored nowhere.")
    static final class All extends OfTokens {
        @Override
        void call(TokenAccess tokens) {
            List<StoredToken> all = tokens.all();
            if (json()) {
                sayJson(all);
                return;
            }
            say(TokenTable.render(all, Instant.now(), CommandOutput.size().columns(), CommandOutput.colours()));
        }
    }

    /** Takes a token back. */
    @Command(name = "revoke", description = "Takes tokens back: a few seconds later no server takes them any more.")
    static final class Revoke extends OfTokens {
        private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

        @Parameters(
                index = "0",
                paramLabel = "ID|NAME",
                description = "One, as barograph token list shows it, or all that were given to a name.")
        private String token = "";

        @Override
        void check(UsageProblems problems) {
            if (!FORM.matcher(token).matches()) {
                problems.add("ID|NAME must be 1 to 63 of a-z, 0-9 and inner hyphens, was '" + token + "'");
            }
        }

        @Override
        void call(TokenAccess tokens) {
            List<String> ids =
                    tokens.revoke(token).stream().map(StoredToken::id).toList();
            if (json()) {
                sayJson(Map.of("revoked", ids));
            } else {
                say("Revoked " + String.join(", ", ids) + ".");
            }
        }
    }
}
