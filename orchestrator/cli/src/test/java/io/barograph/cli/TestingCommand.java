package io.barograph.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@code barograph} command in a process of its own, with its output in files. */
final class TestingCommand implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 240;

    private final Process process;
    private final Path out;
    private final Path err;

    private TestingCommand(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the real command. */
    static TestingCommand real(Path folder, String... arguments) throws IOException {
        return start(List.of(), folder, List.of(), Barograph.class, List.of(arguments));
    }

    /** Starts the real command with a variable of the environment, written NAME=VALUE. */
    static TestingCommand realWith(String variable, Path folder, String... arguments) throws IOException {
        return start(List.of(), folder, List.of(variable), Barograph.class, List.of(arguments));
    }

    /** Starts the real command with variables of the environment. */
    static TestingCommand realWith(Map<String, String> environment, Path folder, String... arguments)
            throws IOException {
        List<String> variables =
                environment.entrySet().stream().map(Object::toString).toList();
        return start(List.of(), folder, variables, Barograph.class, List.of(arguments));
    }

    /** Starts the command with {@link TestingTrainer}, whose journal is {@code journal} in {@code folder}. */
    static TestingCommand pretending(Path folder, long epochMillis, String... arguments) throws IOException {
        return pretendingWith(Map.of(), folder, epochMillis, arguments);
    }

    /** As {@link #pretending}, with variables of the environment. */
    static TestingCommand pretendingWith(
            Map<String, String> environment, Path folder, long epochMillis, String... arguments) throws IOException {
        return pretendingOn(List.of(), environment, folder, epochMillis, arguments);
    }

    /** As {@link #pretendingWith}, on another host: {@code host} is the beginning of a command that runs others there. */
    static TestingCommand pretendingOn(
            List<String> host, Map<String, String> environment, Path folder, long epochMillis, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(journal(folder).toString(), String.valueOf(epochMillis)));
        all.addAll(List.of(arguments));
        List<String> variables =
                environment.entrySet().stream().map(Object::toString).toList();
        return start(host, folder, variables, TestingBarograph.class, all);
    }

    static Path journal(Path folder) {
        return folder.resolve("journal");
    }

    /** Starts the real command on a terminal, whose user answers its first question with this. */
    static TestingCommand onTerminal(Path folder, String answer, String... arguments) throws IOException {
        Path typed = Files.writeString(Files.createTempFile(folder, "typed", ".txt"), answer + "\n");
        String command = words(List.of(), List.of(), Barograph.class, List.of(arguments)).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return start(folder, List.of("script", "-qec", command, "/dev/null"), typed.toFile());
    }

    /** Starts the real command with its output into a file that the test does not read. */
    static TestingCommand writingTo(File out, Path folder, String... arguments) throws IOException {
        List<String> command = words(List.of(), List.of(), Barograph.class, List.of(arguments));
        return start(folder, command, new File("/dev/null"), out.toPath());
    }

    private static TestingCommand start(
            List<String> host, Path folder, List<String> environment, Class<?> main, List<String> arguments)
            throws IOException {
        return start(folder, words(host, environment, main, arguments), new File("/dev/null"));
    }

    private static List<String> words(
            List<String> host, List<String> environment, Class<?> main, List<String> arguments) {
        // env: a test run in the background of a script would pass its ignored SIGINT on.
        List<String> command = new ArrayList<>(host);
        command.addAll(List.of("env", "--default-signal=INT"));
        command.addAll(environment);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dfile.encoding=UTF-8",
                "-Dorg.bytedeco.javacpp.logger=slf4j",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static TestingCommand start(Path folder, List<String> command, File in) throws IOException {
        return start(folder, command, in, Files.createTempFile(folder, "out", ".txt"));
    }

    private static TestingCommand start(Path folder, List<String> command, File in, Path out) throws IOException {
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new TestingCommand(process, out, err);
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the command does not end; it said: " + out() + err());
        }
        return process.exitValue();
    }

    /** Waits for a line of output, or fails if the command ends without it. */
    void awaitOutput(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        for (long i = 0; i < PATIENCE_SECONDS * 20; i++) {
            boolean alive = process.isAlive();
            if (pattern.matcher(out()).find()) {
                return;
            }
            if (!alive) {
                throw new AssertionError("the command ended without " + regex + "; it said: " + out() + err());
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no " + regex + " in time; the command said: " + out() + err());
    }

    /** Sends a signal by name, for example INT. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
