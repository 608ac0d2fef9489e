package io.barograph.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Training steps in a process of their own, which rests between orders: a line on its standard input, a line in answer. */
final class StepProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;
    private final String greeting;

    private StepProcess(Process process) {
        this.process = process;
        orders = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        greeting = line();
    }

    /** Starts ours, with our environment. */
    static StepProcess ours(String... command) {
        return start(new ProcessBuilder(command));
    }

    /** Starts a peer: it keeps our number of threads, but waits between its parallel loops as it does by default. */
    static StepProcess peer(List<String> command) {
        return start(withoutOurWaiting(new ProcessBuilder(command)));
    }

    static ProcessBuilder withoutOurWaiting(ProcessBuilder builder) {
        builder.environment().remove("GOMP_SPINCOUNT");
        return builder;
    }

    private static StepProcess start(ProcessBuilder builder) {
        try {
            return new StepProcess(
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says of itself first: ready and, if a peer, version and threads. */
    String greeting() {
        return greeting;
    }

    /** Runs so many steps and returns the seconds they took. */
    double seconds(int steps) {
        return ask(Integer.toString(steps));
    }

    double ask(String order) {
        orders.println(order);
        return Double.parseDouble(line());
    }

    ProcessMemory memory() {
        return ProcessMemory.of(process.pid());
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the process has ended; its message is above");
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
