package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server processes that work in a data folder, started by this process or left over by a killed one.
 *
 * <p>Every PostgreSQL process keeps its data folder as working folder, which the kernel tells and nobody can fake by
 * reusing a process number; {@code postmaster.pid} tells which of them is the parent.
 */
final class Postmaster {
    private final Path data;

    Postmaster(Path data) {
        this.data = data;
    }

    /** Stops whatever a killed process left in the folder; returns whether there was something. */
    boolean stopLeftover(Duration timeout) {
        boolean found = !processes().isEmpty();
        if (found) {
            stop(timeout);
        }
        // With no process left the file is stale; PostgreSQL would refuse to start if its number was in use again.
        try {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new PostgresException(
                    Problem.FOLDER_UNUSABLE,
                    "Cannot delete a stale postmaster.pid in " + data + ": " + Messages.reason(e),
                    e);
        }
        return found;
    }

    /** Fast shutdown (clients are disconnected, a checkpoint is written), then harder ones when time is over. */
    void stop(Duration timeout) {
        signal("INT");
        if (awaitGone(timeout)) {
            return;
        }
        signal("QUIT");
        if (awaitGone(Duration.ofSeconds(10))) {
            return;
        }
        processes().forEach(ProcessHandle::destroyForcibly);
        if (!awaitGone(Duration.ofSeconds(10))) {
            throw new PostgresException(
                    Problem.FOLDER_IN_USE, "PostgreSQL processes in " + data + " cannot be stopped: " + numbers());
        }
    }

    private void signal(String name) {
        List<ProcessHandle> processes = processes();
        Optional<ProcessHandle> parent = recordedPid().flatMap(pid -> processes.stream()
                .filter(process -> process.pid() == pid)
                .findFirst());
        List<String> pids = parent.map(process -> List.of(Long.toString(process.pid())))
                .orElseGet(() -> processes.stream()
                        .map(process -> Long.toString(process.pid()))
                        .toList());
        if (!pids.isEmpty()) {
            Run.run(List.of("sh", "-c", "kill -" + name + " " + String.join(" ", pids)));
        }
    }

    private boolean awaitGone(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!processes().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private List<Long> numbers() {
        return processes().stream().map(ProcessHandle::pid).toList();
    }

    private List<ProcessHandle> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::worksHere).toList();
        }
    }

    private boolean worksHere(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(data)
                    && Files.readString(proc.resolve("comm")).startsWith("postgres");
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private Optional<Long> recordedPid() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(String::trim)
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
