package io.barograph.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A child JVM on this test's class path whose output lines are read and which can be killed without warning. */
public final class TestingJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private TestingJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static TestingJvm run(Class<?> main, Object... arguments) throws IOException {
        return run(List.of(), System.getProperty("java.class.path"), main, arguments);
    }

    public static TestingJvm run(List<String> prefix, String classPath, Class<?> main, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m"));
        command.addAll(List.of("-cp", classPath, main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new TestingJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The class path copied to where every user may read it. */
    public static String copyClassPath(Path folder) throws IOException {
        List<String> copied = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path target = folder.resolve(copied.size() + "-" + Path.of(entry).getFileName());
            if (Files.exists(Path.of(entry))) {
                run("cp", "-rL", entry, target.toString());
                copied.add(target.toString());
            }
        }
        run("chmod", "-R", "a+rX", folder.toString());
        return String.join(File.pathSeparator, copied);
    }

    private static void run(String... command) throws IOException {
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException("failed: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public @Nullable String readLine() throws IOException {
        return output.readLine();
    }

    public void expectLine(String expected) throws IOException {
        String line = Objects.requireNonNull(readLine(), "child ended");
        if (!line.equals(expected)) {
            throw new IllegalStateException("expected " + expected + ", got " + line);
        }
    }

    /** SIGKILL, then the lines that it had still written. */
    public List<String> kill() throws IOException, InterruptedException {
        // Not process.destroyForcibly(), which would close the stream that is still to be read.
        process.toHandle().destroyForcibly();
        List<String> lines = output.lines().toList();
        process.waitFor();
        return lines;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
