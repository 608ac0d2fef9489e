package io.barograph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of Debian's, which has what it takes to dump and restore: the one that is bundled is a server alone. */
final class TestingPostgres implements AutoCloseable {
    static final String USER = "barograph";
    static final String PASSWORD = "of-the-test";
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    private final Path folder;
    private final int port;
    private final Process server;

    private TestingPostgres(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    static boolean isPossible() {
        return Files.isExecutable(PROGRAMS.resolve("initdb"));
    }

    /** Starts an empty one in a folder that does not exist yet. */
    static TestingPostgres start(Path folder) throws Exception {
        Files.createDirectory(folder);
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Path data = folder.resolve("data");
        run(
                folder,
                "initdb",
                "--pgdata=" + data,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + password,
                "--no-sync");
        int port = TestingPorts.free();
        Process server = process(
                        folder,
                        "postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "unix_socket_directories=")
                .start();
        TestingPostgres postgres = new TestingPostgres(folder, port, server);
        for (int i = 0; i < 600 && postgres.program("pg_isready", "-q").waitFor() != 0; i++) {
            Thread.sleep(50);
        }
        return postgres;
    }

    int port() {
        return port;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Runs one of PostgreSQL's programs for this server, and fails if it does. */
    void call(String program, String... arguments) throws Exception {
        int code = program(program, arguments).waitFor();
        if (code != 0) {
            throw new AssertionError(program + " ended with " + code + ": " + said());
        }
    }

    private Process program(String program, String... arguments) throws IOException {
        ProcessBuilder builder = process(folder, program, arguments);
        builder.environment()
                .putAll(Map.of(
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        "" + port,
                        "PGUSER",
                        USER,
                        "PGPASSWORD",
                        PASSWORD,
                        "PGDATABASE",
                        "postgres"));
        return builder.start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    private static void run(Path folder, String program, String... arguments) throws Exception {
        if (process(folder, program, arguments).start().waitFor() != 0) {
            throw new AssertionError(program + ": " + Files.readString(folder.resolve("said.txt")));
        }
    }

    private static ProcessBuilder process(Path folder, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // it refuses to run as root
        }
        command.add(PROGRAMS.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("said.txt").toFile()));
    }

    @Override
    public void close() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(10, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }
}
