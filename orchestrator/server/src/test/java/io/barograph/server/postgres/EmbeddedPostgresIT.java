package io.barograph.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.server.TestingJvm;
import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path temporary;

    private EmbeddedPostgresConfig config() {
        return new EmbeddedPostgresConfig(
                temporary.resolve("postgres"),
                EmbeddedPostgresConfig.of(temporary).binariesFolder(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(20));
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : "";
            }
        }
    }

    @Test
    void runsWithDurableSettingsAndAPassword() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config())) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(ask(postgres, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "show unix_socket_directories")).isEmpty();
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            Path password = temporary.resolve("postgres/password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            assertThat(postgres.toString()).doesNotContain(postgres.password());
        }
    }

    @Test
    void keepsItsDataOverACleanStop() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config())) {
            ask(postgres, "create table kept as select 42 as number");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config())) {
            assertThat(ask(postgres, "select number from kept")).isEqualTo("42");
        }
    }

    @Test
    void refusesASecondStartInTheSameProcess() throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(config())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> EmbeddedPostgres.start(config()))
                        .hasMessageEndingWith("is in use by process "
                                + ProcessHandle.current().pid());
            }
            assertThat(ask(first, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAFolderHeldByAnotherLivingProcess() throws Exception {
        EmbeddedPostgresConfig config = config();
        try (TestingJvm child = TestingJvm.run(CommittingMain.class, config.folder(), config.binariesFolder(), 0)) {
            child.expectLine("starting");
            child.expectLine("ready");
            assertThatThrownBy(() -> EmbeddedPostgres.start(config))
                    .isInstanceOfSatisfying(PostgresException.class, e -> assertThat(e.problem())
                            .isEqualTo(Problem.FOLDER_IN_USE))
                    .hasMessageEndingWith("is in use by process " + child.pid());
            assertThat(child.readLine()).isNotNull();
        }
        EmbeddedPostgres.start(config).close();
    }

    @Test
    void findsEveryAcknowledgedRowAfterSigkillAtRandomMoments() throws Exception {
        EmbeddedPostgresConfig config = config();
        Random random = new Random(7);
        TreeSet<Integer> acknowledged = new TreeSet<>();
        for (int round = 0; round < 6; round++) {
            int first = round * 1_000_000;
            try (TestingJvm child =
                    TestingJvm.run(CommittingMain.class, config.folder(), config.binariesFolder(), first)) {
                child.expectLine("starting");
                boolean whileCommitting = round % 2 == 1;
                if (whileCommitting) {
                    child.expectLine("ready");
                }
                Thread.sleep(random.nextInt(whileCommitting ? 600 : 1800));
                child.kill().stream()
                        .filter(line -> line.matches("\\d+"))
                        .forEach(line -> acknowledged.add(Integer.valueOf(line)));
            }
            if (round % 3 == 2) {
                killServer(config.folder().resolve("data"));
            }
        }
        assertThat(acknowledged).isNotEmpty();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            assertThat(numbers(postgres)).containsAll(acknowledged);
        }
    }

    private static TreeSet<Integer> numbers(EmbeddedPostgres postgres) throws SQLException {
        TreeSet<Integer> numbers = new TreeSet<>();
        String all = ask(postgres, "select string_agg(number::text, ',') from numbers");
        for (String number : all.split(",")) {
            numbers.add(Integer.valueOf(number));
        }
        return numbers;
    }

    private static void killServer(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (Files.exists(file)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).trim()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void ignoresAProcessNumberThatIsNowSomebodyElses() throws Exception {
        EmbeddedPostgres.start(config()).close();
        long ours = ProcessHandle.current().pid();
        Path data = temporary.resolve("postgres/data");
        Files.writeString(data.resolve("postmaster.pid"), ours + "\n" + data + "\n0\n0\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config())) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void tellsThatAServerEndedOnItsOwn() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config())) {
            assertThat(postgres.exited()).isNotDone();
            killServer(temporary.resolve("postgres/data"));
            assertThat(postgres.exited().get()).isNotZero();
        }
    }

    @Test
    void saysInOneLineThatTheFolderCannotBeWritten() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        EmbeddedPostgresConfig config = new EmbeddedPostgresConfig(
                file.resolve("postgres"), config().binariesFolder(), Duration.ofMinutes(1), Duration.ofSeconds(20));
        assertThatThrownBy(() -> EmbeddedPostgres.start(config))
                .isInstanceOfSatisfying(
                        PostgresException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FOLDER_UNUSABLE))
                .hasMessageStartingWith("Cannot create folder " + file)
                .message()
                .hasLineCount(1);
    }

    @Test
    void saysInOneLineThatTheDiskIsFull() throws Exception {
        Path small = Files.createDirectory(temporary.resolve("small"));
        boolean mounted = Run.run(List.of("mount", "-t", "tmpfs", "-o", "size=20m", "none", small.toString()))
                        .exitCode()
                == 0;
        assumeTrue(mounted, "only root may mount a small disk");
        try {
            EmbeddedPostgresConfig config = new EmbeddedPostgresConfig(
                    small.resolve("postgres"),
                    config().binariesFolder(),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(20));
            assertThatThrownBy(() -> EmbeddedPostgres.start(config))
                    .isInstanceOfSatisfying(PostgresException.class, e -> assertThat(e.problem())
                            .isEqualTo(Problem.FOLDER_UNUSABLE))
                    .hasMessageEndingWith("no space left on device")
                    .message()
                    .hasLineCount(1);
        } finally {
            Run.orFail(List.of("umount", small.toString()), "Cannot unmount");
        }
    }
}
