package io.barograph.bench.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Starts members again that ended though nobody killed them, as an operator's supervisor does, and says so. */
final class Watch implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;
    private static final long RESTART_MILLIS = 1000;

    private final Cluster cluster;
    private final Consumer<String> say;
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::look, "watch");
    private volatile boolean closed;

    Watch(Cluster cluster, Consumer<String> say) {
        this.cluster = cluster;
        this.say = say;
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        while (!closed) {
            for (Member member : cluster.members()) {
                Integer code = member.endedByItself();
                if (code != null && !closed) {
                    String said = member.said().strip();
                    String end = member.name() + " ended by itself with exit code " + code + ": "
                            + said.substring(said.lastIndexOf('\n') + 1);
                    ends.add(end);
                    say.accept(end);
                    Shell.sleep(RESTART_MILLIS);
                    member.startIfEnded();
                }
            }
            Shell.sleep(LOOK_MILLIS);
        }
    }

    /** What ended by itself. */
    List<String> ends() {
        return List.copyOf(ends);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw Shell.interrupted(e);
        }
    }
}
