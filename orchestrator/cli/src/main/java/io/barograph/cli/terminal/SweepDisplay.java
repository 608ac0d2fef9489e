package io.barograph.cli.terminal;

/** Shows a sweep while it runs. Not thread-safe. */
public interface SweepDisplay extends AutoCloseable {
    /** The sweep as it is now; called a few times a second. */
    void show(SweepScreen screen);

    /** Something worth a line of its own. */
    void say(String line);

    /** Whether what is shown can be written no more: its reader has gone, or a disk is full. */
    boolean unseen();

    /** Takes away what moves, to make room for the results. */
    void clear();

    /** Leaves the terminal as it was, with the last state in view; a second call does nothing. */
    @Override
    void close();
}
