package io.barograph.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An orchestrator that serves HTTP, and what lets a command in there. */
final class ServerOptions {
    static final String SERVER = "BAROGRAPH_SERVER";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The HTTP API of an orchestrator, as https://HOST:PORT; default: " + SERVER
                    + ". The token comes from " + ServerToken.VARIABLE + " or --token-file.")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token for --server, readable by its owner alone; default: "
                    + ServerToken.VARIABLE + ".")
    private @Nullable Path tokenFile;

    @Option(
            names = "--server-ca",
            paramLabel = "FILE",
            description =
                    "Certificates of the authorities that may have signed the server's, as PEM; default: those that"
                            + " Java knows.")
    private @Nullable Path authorities;

    /** Whether the command line itself names one. */
    boolean named() {
        return server != null;
    }

    /** Whether one is named, there or in the environment. */
    boolean given() {
        return url() != null;
    }

    /** Whether there are options that make sense only with one. */
    boolean hasDetails() {
        return tokenFile != null || authorities != null;
    }

    /** What reaches it; null if none is given or something is wrong with the options. */
    @Nullable
    HttpCalls read(UsageProblems problems) {
        String url = url();
        if (url == null) {
            return null;
        }
        ServerAddress address = problems.reading(() -> ServerAddress.parse(url));
        ServerToken token = problems.reading(() -> ServerToken.read(tokenFile));
        ServerTrust trust = problems.reading(() -> ServerTrust.read(authorities));
        return address == null || token == null || trust == null ? null : new HttpCalls(address, token, trust);
    }

    private @Nullable String url() {
        String standard = System.getenv(SERVER);
        return server != null || standard == null || standard.isBlank() ? server : standard;
    }
}
