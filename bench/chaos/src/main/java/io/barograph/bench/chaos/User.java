package io.barograph.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Somebody who gives commands to the cluster, again until they succeed. */
final class User {
    private static final int MOST_TRIES = 8;
    private static final long LONGEST_SECONDS = 240;

    private final Path folder;
    private final Consumer<String> say;
    private final List<String> troubles = new ArrayList<>();
    private int commands;

    User(Path folder, Consumer<String> say) {
        this.folder = folder;
        this.say = say;
    }

    void submit(String name, String spec) {
        Path file = folder.resolve(name + ".yaml");
        try {
            Files.writeString(file, spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command("submit", file.toString());
    }

    void command(String... words) {
        for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
            String trouble = tried(words);
            if (trouble.isEmpty()) {
                say.accept(words[0] + " " + Path.of(words[1]).getFileName() + " is done, try " + attempt);
                return;
            }
            say.accept("try " + attempt + ": " + trouble);
            troubles.add(words[0] + ": " + trouble);
            Shell.sleep(1000);
        }
        throw new IllegalStateException(words[0] + " did not succeed in " + MOST_TRIES + " tries");
    }

    /** What went wrong, or nothing. */
    private String tried(String... words) {
        Path out = folder.resolve("client." + ++commands + ".out");
        try {
            Process process = new ProcessBuilder(Commands.client(words))
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no end after " + LONGEST_SECONDS + " s";
            }
            String said = Files.readString(out).strip();
            String last = said.substring(said.lastIndexOf('\n') + 1);
            return process.exitValue() == 0 ? "" : "exit code " + process.exitValue() + ": " + last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Shell.interrupted(e);
        }
    }

    /** Commands that had to be given again, and why. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }
}
