package io.barograph.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An orchestrator or worker as a process on a host, which is started again when it was killed. Thread-safe. */
final class Member {
    private static final String READY = " is ready";

    private final Host host;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path folder;
    private @Nullable Process process;
    private int lives;
    private boolean up;

    /** @param folder gets its output, a file for each life */
    Member(Host host, List<String> command, Map<String, String> environment, Path folder) {
        this.host = host;
        this.command = command;
        this.environment = environment;
        this.folder = folder;
    }

    Host host() {
        return host;
    }

    String name() {
        return host.name();
    }

    synchronized void start() {
        lives++;
        List<String> all = new ArrayList<>(Network.on(host));
        all.addAll(command);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out().toFile());
            builder.environment().putAll(environment);
            process = builder.start();
            up = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, also to one that is frozen. */
    synchronized void kill() {
        up = false;
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw Shell.interrupted(e);
            }
        }
    }

    /** SIGSTOP. */
    synchronized void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    synchronized void thaw() {
        signal("CONT");
    }

    /** Sends a signal if it is alive. */
    synchronized void signal(String name) {
        if (process != null && process.isAlive()) {
            Shell.run("kill", "-" + name, Long.toString(process.pid()));
        }
    }

    /** SIGTERM. */
    synchronized void askToEnd() {
        up = false;
        signal("TERM");
    }

    /** Waits for the end of one that was asked to; true if it did, and with this exit code. */
    boolean hasEnded(int code, long seconds) {
        Process ending;
        synchronized (this) {
            ending = process;
        }
        try {
            return ending != null && ending.waitFor(seconds, TimeUnit.SECONDS) && ending.exitValue() == code;
        } catch (InterruptedException e) {
            throw Shell.interrupted(e);
        }
    }

    synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    /** The exit code of one that has ended though nobody killed it, or null. */
    synchronized @Nullable Integer endedByItself() {
        return up && process != null && !process.isAlive() ? process.exitValue() : null;
    }

    /** Starts one that {@link #endedByItself}. */
    synchronized void startIfEnded() {
        if (endedByItself() != null) {
            start();
        }
    }

    synchronized boolean isReady() {
        return up && process != null && process.isAlive() && said().contains(READY);
    }

    /** Waits until it is ready; false if that takes longer. */
    boolean awaitReady(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!isReady()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Shell.sleep(100);
        }
        return true;
    }

    /** What it has said in this life. */
    synchronized String said() {
        try {
            return Files.exists(out()) ? Files.readString(out()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path out() {
        return folder.resolve(name() + "." + lives + ".out");
    }
}
