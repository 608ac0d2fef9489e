package io.barograph.bench.dispatch;

import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the cluster that the bench has started; it ends with the pipe to it. */
final class Member implements AutoCloseable {
    private static final long STOP_SECONDS = 90;

    private final String name;
    private final Process process;
    private final BufferedReader told;
    private final Writer asked;

    /**
     * What a member says of itself.
     *
     * @param cpuSeconds of the process since it started
     * @param loops the longest handler since it was last asked
     * @param commits of the scheduler so far
     * @param commitSeconds how long they took together
     * @param entries that they stored
     */
    record Told(double cpuSeconds, LoopWatch.Longest loops, long commits, double commitSeconds, long entries) {
        /** How the scheduler has committed since an earlier answer. */
        void addCommits(Told before, Outcome outcome) {
            double count = Math.max(1, commits - before.commits);
            outcome.add(Figure.of(
                    "a commit of the scheduler, mean", 1e3 * (commitSeconds - before.commitSeconds) / count, "ms"));
            outcome.add(Figure.of("entries of a commit, mean", (entries - before.entries) / count, ""));
        }
    }

    private Member(String name, Process process) {
        this.name = name;
        this.process = process;
        told = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        asked = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a main class with the options of this JVM. */
    static Member start(Class<?> main, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            return new Member(main.getSimpleName(), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        line(Control.READY);
    }

    Told figures() {
        try {
            asked.write(Control.FIGURES + "\n");
            asked.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended", e);
        }
        String[] words = line(Control.FIGURES).split(" ");
        return new Told(
                Double.parseDouble(words[1]),
                new LoopWatch.Longest(Double.parseDouble(words[2]), Double.parseDouble(words[3])),
                Long.parseLong(words[4]),
                Double.parseDouble(words[5]),
                Long.parseLong(words[6]));
    }

    private String line(String beginning) {
        try {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
                System.out.println(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(name + " ended without saying " + beginning);
    }

    /** Lets the member stop in order and waits for it. */
    @Override
    public void close() {
        try {
            asked.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not stop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
