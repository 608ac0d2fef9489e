package io.barograph.bench;

/** Runs training steps when it is asked to, and rests in between. */
interface StepRunner extends AutoCloseable {
    /** Runs so many steps and returns the seconds they took. */
    double seconds(int steps);

    @Override
    void close();
}
