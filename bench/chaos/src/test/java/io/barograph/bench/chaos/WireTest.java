package io.barograph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final String EVENTS = "insert into event (sweep, sequence) values ($1, $2)";
    private static final String RENEW = "update lease set expires = clock_timestamp() + $1 where name = $2";
    private static final String ACQUIRE = "insert into lease (name, owner) values ($1, $2) on conflict do nothing";

    private final Traps traps = new Traps();
    private final Wire wire = new Wire("o1", traps);
    private final List<Window> reached = Collections.synchronizedList(new ArrayList<>());

    private void trap(Window window) throws Exception {
        CompletableFuture<Boolean> set = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            set.complete(true);
            traps.await(window, 10_000, who -> reached.add(window));
        });
        waiting.setDaemon(true);
        waiting.start();
        set.get(60, TimeUnit.SECONDS);
        Thread.sleep(100);
    }

    private void asks(char type, String... strings) {
        wire.asked(type, bytes(strings));
    }

    private void answers(String tag) {
        wire.answered('C', bytes(tag));
    }

    private static byte[] bytes(String... strings) {
        return (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aCommitOfEventsIsTheWindowAndOthersAreNot() throws Exception {
        trap(Window.COMMIT);
        asks('P', "", "select 1 from lease");
        asks('B', "", "");
        answers("SELECT 1");
        answers("COMMIT");
        assertThat(reached).isEmpty();
        asks('P', "S_1", EVENTS);
        asks('B', "", "S_1");
        answers("INSERT 0 3");
        asks('P', "", "update trial set state = $1");
        asks('B', "", "");
        answers("UPDATE 1");
        assertThat(reached).isEmpty();
        answers("COMMIT");
        assertThat(reached).containsExactly(Window.COMMIT);
    }

    @Test
    void aPreparedStatementIsKnownByItsName() throws Exception {
        asks('P', "S_7", RENEW);
        asks('B', "", "S_7");
        answers("UPDATE 1");
        answers("COMMIT");
        trap(Window.RENEWAL);
        asks('B', "", "S_7");
        answers("UPDATE 1");
        assertThat(reached).containsExactly(Window.RENEWAL);
    }

    @Test
    void onlyWhoGotTheLeaseTakesOver() throws Exception {
        trap(Window.TAKE_OVER);
        asks('P', "", ACQUIRE);
        asks('B', "", "");
        answers("INSERT 0 0");
        answers("COMMIT");
        assertThat(reached).isEmpty();
        asks('B', "", "");
        answers("INSERT 0 1");
        answers("COMMIT");
        assertThat(reached).containsExactly(Window.TAKE_OVER);
    }
}
