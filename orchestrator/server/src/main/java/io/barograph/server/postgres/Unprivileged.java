package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How PostgreSQL, which refuses to run as root, is started.
 *
 * <p>An ordinary user starts it directly. Root starts it in a user namespace without mappings ({@code unshare -U}),
 * where the process has no privilege and is not root to itself, while its files stay root's, so that no folder has to
 * change hands. Where namespaces are forbidden (most containers), root hands the data folder to the user {@code postgres}
 * or {@code nobody} and switches to it with {@code setpriv}. Where that user cannot enter the folders (below
 * {@code /root}), it keeps one capability of root's, {@code CAP_DAC_OVERRIDE}, which lets it.
 *
 * @param prefix the command put before the program
 * @param owner the user that must own the data folder, empty when it is the current one
 */
record Unprivileged(List<String> prefix, String owner) {
    private static final Logger log = LoggerFactory.getLogger(Unprivileged.class);
    private static final Unprivileged NAMESPACE = new Unprivileged(List.of("unshare", "-U"), "");

    Unprivileged {
        prefix = List.copyOf(prefix);
    }

    /** The way that works here, found by trying to run the server program. */
    static Unprivileged find(Path binaries, Path folder) {
        if (!isRoot()) {
            return new Unprivileged(List.of(), "");
        }
        String postgres = binaries.resolve("bin/postgres").toString();
        if (NAMESPACE.works("test", "-w", folder.toString()) && NAMESPACE.works(postgres, "--version")) {
            return NAMESPACE;
        }
        log.info("User namespaces do not work here, PostgreSQL will run as another user");
        for (Unprivileged way : List.of(as("postgres"), as("nobody"), enteringAnyFolder("nobody"))) {
            if (way.works(postgres, "--version") && way.works("test", "-x", folder.toString())) {
                return way;
            }
        }
        throw new PostgresException(
                Problem.NO_UNPRIVILEGED_USER,
                "PostgreSQL does not run as root, user namespaces are forbidden here, and neither user postgres nor"
                        + " nobody (even with CAP_DAC_OVERRIDE) can enter both " + binaries + " and " + folder
                        + ". Run as an ordinary user, or choose folders that others may enter");
    }

    static Unprivileged as(String user) {
        return new Unprivileged(
                List.of("setpriv", "--reuid=" + user, "--regid=" + groupOf(user), "--clear-groups"), user);
    }

    static Unprivileged enteringAnyFolder(String user) {
        List<String> prefix = new ArrayList<>(as(user).prefix);
        for (String set : List.of("inh-caps", "ambient-caps", "bounding-set")) {
            prefix.add("--" + set + "=-all,+dac_override");
        }
        prefix.add("--securebits=+no_setuid_fixup"); // or access(2), which PostgreSQL asks, forgets the capability
        return new Unprivileged(prefix, user);
    }

    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /** Gives a file or a whole folder to the user that PostgreSQL runs as. */
    void own(Path path) {
        if (!owner.isEmpty()) {
            Run.orFail(
                    List.of("chown", "-R", owner + ":", path.toString()), "Cannot give " + path + " to user " + owner);
        }
    }

    private boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command(List.of(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(20, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String groupOf(String user) {
        Run.Outcome outcome = Run.run(List.of("id", "-g", user));
        return outcome.exitCode() == 0 ? outcome.output().trim() : "65534";
    }

    private static boolean isRoot() {
        return Run.run(List.of("id", "-u")).output().trim().equals("0");
    }
}
