package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an embedded server keeps on disk: {@code data}, {@code password} (0600) and {@code postgres.log}. */
final class DataFolder {
    /** Given on the command line, which no configuration file can override. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("max_wal_size", "256MB"),
            Map.entry("min_wal_size", "32MB"),
            Map.entry("max_connections", "40"),
            Map.entry("shared_buffers", "32MB"),
            Map.entry("work_mem", "4MB"),
            Map.entry("maintenance_work_mem", "16MB"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("jit", "off"),
            Map.entry("huge_pages", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"));

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
    private static final long LOG_LIMIT_BYTES = 4 << 20;

    private final Path folder;
    private final Path binaries;
    private final Unprivileged unprivileged;
    private long logStart;

    DataFolder(Path folder, Path binaries, Unprivileged unprivileged) {
        this.folder = folder;
        this.binaries = binaries;
        this.unprivileged = unprivileged;
    }

    Path data() {
        return folder.resolve("data");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private Path logFile() {
        return folder.resolve("postgres.log");
    }

    /** Creates the database cluster unless it exists; a crash on the way leaves none, and the next start begins anew. */
    void initialize() {
        try {
            if (Files.exists(data().resolve("PG_VERSION"))) {
                checkVersion();
                unprivileged.own(data());
                return;
            }
            deleteUnfinished();
            writePassword();
            // A name of its own: the initdb of a killed process may still be at work on another one.
            Path fresh = Files.createTempDirectory(folder, "data.new-");
            try {
                unprivileged.own(passwordFile());
                unprivileged.own(fresh);
                runInitdb(fresh);
                Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                PostgresBinaries.deleteTree(fresh);
            }
        } catch (IOException e) {
            throw unusable(Messages.reason(e), e);
        }
    }

    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, "data.new-*")) {
            for (Path path : unfinished) {
                deleteIfQuiet(path);
            }
        }
    }

    /** The initdb of a killed process may still be writing there; then the next start deletes it. */
    private static void deleteIfQuiet(Path path) {
        try {
            PostgresBinaries.deleteTree(path);
        } catch (IOException e) {
            log.debug("Cannot delete {} yet", path, e);
        }
    }

    private void runInitdb(Path fresh) throws IOException {
        Process process = Run.builder(unprivileged.command(List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + fresh,
                        "--username=" + EmbeddedPostgres.USER,
                        "--pwfile=" + passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-instructions")))
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                String reason = EmbeddedPostgres.reasonOf(output);
                throw reason == null
                        ? new PostgresException(
                                Problem.START_FAILED, "initdb failed in " + folder + ": " + output.trim())
                        : unusable(reason, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException(Problem.START_FAILED, "Interrupted during initdb", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void writePassword() throws IOException {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Path file = passwordFile();
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(secret), StandardOpenOption.SYNC, StandardOpenOption.WRITE);
    }

    String password() {
        try {
            return Files.readString(passwordFile()).trim();
        } catch (IOException e) {
            throw unusable("its password file cannot be read (" + Messages.reason(e) + ")", e);
        }
    }

    private void checkVersion() throws IOException {
        String found = Files.readString(data().resolve("PG_VERSION")).trim();
        String own = Run.run(List.of(binaries.resolve("bin/postgres").toString(), "--version"))
                .output();
        if (!own.matches("(?s).*\\b" + found + "\\..*")) {
            throw unusable("its data is of PostgreSQL " + found + ", the program is " + own.trim(), null);
        }
    }

    /** Starts the server in a session of its own, so that Ctrl-C in a terminal reaches us and not it. */
    Process startServer(int port) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(unprivileged.command(List.of(
                binaries.resolve("bin/postgres").toString(), "-D", data().toString(), "-p", Integer.toString(port))));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        try {
            if (Files.exists(logFile()) && Files.size(logFile()) > LOG_LIMIT_BYTES) {
                Files.move(logFile(), folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            logStart = Files.exists(logFile()) ? Files.size(logFile()) : 0;
            return Run.builder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
        } catch (IOException e) {
            throw unusable(Messages.reason(e), e);
        }
    }

    /** What the server has logged since it was started, at most the last 8 KiB. */
    String lastProblems() {
        try (RandomAccessFile file = new RandomAccessFile(logFile().toFile(), "r")) {
            file.seek(Math.max(logStart, file.length() - 8192));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    PostgresException startFailure(String problems, RuntimeException cause) {
        if (cause instanceof PostgresException known && known.problem() == Problem.FOLDER_UNUSABLE) {
            return known;
        }
        String reason = EmbeddedPostgres.reasonOf(problems);
        return reason == null
                ? new PostgresException(
                        Problem.START_FAILED,
                        cause.getMessage() + "; its log " + logFile() + " ends:\n" + problems,
                        cause)
                : unusable(reason, cause);
    }

    private PostgresException unusable(String reason, @Nullable Throwable cause) {
        return new PostgresException(
                Problem.FOLDER_UNUSABLE, "Cannot use database folder " + folder + ": " + reason, cause);
    }
}
