package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledServerIT {
    private static final int KILLS = 5;

    @TempDir
    Path folder;

    @Test
    void aSweepGoesOnWhereItWasHoweverOftenItsProcessIsKilled() throws Exception {
        Random random = new Random(11);
        TreeMap<Long, String> told = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (TestingJvm child = TestingJvm.run(SweepingMain.class, folder)) {
                child.expectLine("starting");
                child.expectLine("ready");
                Thread.sleep(random.nextInt(500));
                collect(child.kill(), told);
            }
        }
        try (TestingJvm child = TestingJvm.run(SweepingMain.class, folder)) {
            List<String> lines = new ArrayList<>();
            for (String line = child.readLine(); line != null; line = child.readLine()) {
                lines.add(line);
            }
            assertThat(lines).last().isEqualTo("ended");
            collect(lines, told);
        }

        List<LogEntry> log = storedLog();
        SweepProjection sweep = SweepProjection.replay(log);
        assertThat(sweep.state()).isEqualTo(SweepState.COMPLETED);
        assertThat(sweep.count(TrialState.COMPLETED)).isEqualTo(5);
        assertThat(sweep.front()).hasSize(5);
        // Every event that any of the processes saw is still what the log says, and there is nothing else.
        assertThat(told).hasSize(log.size());
        log.forEach(entry -> assertThat(told)
                .containsEntry(entry.sequence(), entry.published().change().toString()));
        checkNothingRanAgain(log);
    }

    /** Once more than it was killed at most, and never after its end. */
    private static void checkNothingRanAgain(List<LogEntry> log) {
        List<String> completed = new ArrayList<>();
        int starts = 0;
        for (LogEntry entry : log) {
            if (entry.change() instanceof TrialStarted start) {
                assertThat(completed).doesNotContain(start.trial());
                starts++;
            } else if (entry.change() instanceof TrialCompleted end) {
                completed.add(end.result().trial());
            }
        }
        assertThat(completed).hasSize(5).doesNotHaveDuplicates();
        assertThat(starts).isLessThanOrEqualTo(5 + KILLS);
    }

    private static void collect(List<String> lines, TreeMap<Long, String> told) {
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            boolean whole = parts.length == 3 && parts[0].equals("event") && line.endsWith("]");
            if (whole) {
                String before = told.put(Long.valueOf(parts[1]), parts[2]);
                assertThat(before == null || before.equals(parts[2])).as(line).isTrue();
            }
        }
    }

    private List<LogEntry> storedLog() {
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder))) {
            PostgresSweepStore store = WholeSweepIT.await(PostgresSweepStore.open(
                    vertx, PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password())));
            List<LogEntry> log = WholeSweepIT.await(store.log("killed", 0, 10_000));
            WholeSweepIT.await(store.close());
            return log;
        } finally {
            WholeSweepIT.await(vertx.close());
        }
    }
}
