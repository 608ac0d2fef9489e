package io.barograph.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Training steps of a peer in a process of its own: a number of steps on its standard input, the seconds on its output. */
final class PeerLoop implements StepRunner {
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;
    private final String greeting;

    PeerLoop(List<String> command) {
        try {
            process = PeerProcess.start(command);
            orders = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            greeting = line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the peer says of itself: ready, version, threads. */
    String greeting() {
        return greeting;
    }

    @Override
    public double seconds(int steps) {
        orders.println(steps);
        return Double.parseDouble(line());
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the peer has ended; its message is above");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
