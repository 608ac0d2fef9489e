package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup while a sweep runs, loss of everything, restore: as docs/operations.md has it. */
class BackupDrillIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: kept
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5]
              seeds: [1, 2]
            """;
    private static final long EPOCH_MILLIS = 200;
    private static final int EPOCHS = 6;
    private static final long PATIENCE_SECONDS = 60;
    private static final String IN_THE_MIDDLE =
            "select 1 from trial t join epoch e using (sweep, trial, attempt) where t.state = 'RUNNING'"
                    + " group by trial having count(*) between 2 and 4";

    /** A place of the truth that can be asked. */
    @TempDir
    Path folder;

    private final List<TestingCommand> started = new ArrayList<>();
    private Path backup;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        backup = Files.createDirectory(folder.resolve("backup"));
        port = TestingPorts.free();
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        for (TestingCommand command : started) {
            command.close();
        }
    }

    @Test
    void aSweepGoesOnFromADumpOfASharedDatabase() throws Exception {
        assumeTrue(TestingPostgres.isPossible() || System.getenv("CI") != null, "needs the package postgresql-15");
        Path site = Files.createDirectory(folder.resolve("site"));
        try (TestingPostgres postgres = TestingPostgres.start(site.resolve("postgres"))) {
            TestingTables tables = shared(postgres);
            start(site, tables, "--database", postgres.jdbcUrl());
            submit(site);
            tables.awaitRow(IN_THE_MIDDLE);
            postgres.call("pg_dump", "--format=custom", "--file=" + backup.resolve("barograph.dump"));
            artifactsAfter(site, tables);
            loseEverybody();
        }
        run("rm", "-r", site.toString());

        Files.createDirectory(site);
        run("cp", "-a", backup.resolve("artifacts").toString(), site.toString());
        try (TestingPostgres postgres = TestingPostgres.start(site.resolve("postgres"))) {
            postgres.call("pg_restore", "--dbname=postgres", "--exit-on-error", "" + backup.resolve("barograph.dump"));
            TestingTables tables = shared(postgres);
            start(site, tables, "--database", postgres.jdbcUrl());
            requireTheRest(tables);
            verify(site, tables, "--database", postgres.jdbcUrl());
        }
    }

    @Test
    void aSweepGoesOnFromACopyOfTheFolderOfAnOrchestrator() throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        TestingCommand orchestrator = start(site, null);
        submit(site);
        own(site).awaitRow(IN_THE_MIDDLE);
        orchestrator.signal("TERM");
        assertThat(orchestrator.exitCode()).as(orchestrator.err()).isEqualTo(ExitCode.TERMINATED.number());
        run("cp", "-a", site.resolve("orchestrator").toString(), backup.toString());
        orchestrator(site, null).awaitOutput("Orchestrator is ready");
        artifactsAfter(site, own(site));
        loseEverybody();
        run("rm", "-r", site.toString());

        run("cp", "-a", backup.toString(), site.toString());
        TestingCommand again = start(site, null);
        requireTheRest(own(site));
        again.signal("TERM");
        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.TERMINATED.number());
        verify(site, null, "--data", "orchestrator");
    }

    /** The sweep is further by then: the database names checkpoints that are no longer the newest. */
    private void artifactsAfter(Path site, TestingTables tables) throws Exception {
        String now = tables.rows("select count(*) from epoch").get(0);
        tables.awaitRow("select 1 from epoch having count(*) >= 2 + " + now);
        run("cp", "-a", site.resolve("artifacts").toString(), backup.toString());
    }

    private void requireTheRest(TestingTables tables) throws Exception {
        tables.awaitRow("select 1 from sweep where state = 'COMPLETED'");
        assertThat(tables.rows("select trial from attempt where attempt > 1"))
                .as("trials that went on elsewhere")
                .isNotEmpty();
        assertThat(tables.rows("select trial from trial where state <> 'COMPLETED'"))
                .isEmpty();
        assertThat(tables.rows("select count(*) from epoch group by trial"))
                .as("epochs of each trial: none trained again that the backup has")
                .hasSize(4)
                .containsOnly("" + EPOCHS);
    }

    private void verify(Path site, @Nullable TestingTables tables, String... where) throws Exception {
        List<String> words = new ArrayList<>(List.of("verify", "kept", "--artifacts", "artifacts"));
        words.addAll(List.of(where));
        TestingCommand verify = command(site, tables, words);
        assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
        assertThat(verify.out()).contains("kept, completed: 4 trials").endsWith("  OK\n");
    }

    private TestingCommand start(Path site, @Nullable TestingTables tables, String... database) throws Exception {
        TestingCommand orchestrator = orchestrator(site, tables, database);
        orchestrator.awaitOutput("Orchestrator is ready");
        command(
                site,
                null,
                List.of("worker", "--name", "one", "--artifacts", "artifacts", "--join", "127.0.0.1:" + port));
        return orchestrator;
    }

    private TestingCommand orchestrator(Path site, @Nullable TestingTables tables, String... database)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "orchestrator",
                "--data",
                "orchestrator",
                "--artifacts",
                "artifacts",
                "--listen",
                "127.0.0.1:" + port,
                "--trial-lease",
                "3"));
        words.addAll(List.of(database));
        return command(site, tables, words);
    }

    private void submit(Path site) throws Exception {
        Files.writeString(site.resolve("kept.yaml"), SPEC);
        TestingCommand submit = command(site, null, List.of("submit", "kept.yaml", "--join", "127.0.0.1:" + port));
        assertThat(submit.exitCode()).as(submit.out() + submit.err()).isZero();
    }

    private TestingCommand command(Path site, @Nullable TestingTables tables, List<String> words) throws IOException {
        Map<String, String> environment = tables == null
                ? Map.of()
                : Map.of(DatabaseOptions.USER, TestingPostgres.USER, DatabaseOptions.PASSWORD, tables.password());
        TestingCommand command =
                TestingCommand.pretendingWith(environment, site, EPOCH_MILLIS, words.toArray(String[]::new));
        started.add(command);
        return command;
    }

    private void loseEverybody() throws InterruptedException {
        for (TestingCommand command : started) {
            command.kill();
        }
    }

    private static TestingTables shared(TestingPostgres postgres) {
        return new TestingTables(postgres.jdbcUrl(), TestingPostgres.USER, TestingPostgres.PASSWORD);
    }

    /** The server that an orchestrator runs for itself. */
    private static TestingTables own(Path site) throws IOException {
        Path database = site.resolve("orchestrator/database");
        String listens =
                Files.readAllLines(database.resolve("data/postmaster.pid")).get(3);
        return new TestingTables(
                "jdbc:postgresql://127.0.0.1:" + listens + "/postgres",
                TestingPostgres.USER,
                Files.readString(database.resolve("password")).strip());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
