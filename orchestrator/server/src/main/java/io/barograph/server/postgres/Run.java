package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Short programs run to their end. */
final class Run {
    private Run() {}

    /** Exit code and the merged standard and error output. */
    record Outcome(int exitCode, String output) {}

    static Outcome run(List<String> command) {
        try {
            Process process = builder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            return new Outcome(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException(Problem.START_FAILED, "Interrupted while running " + command.get(0), e);
        }
    }

    static void orFail(List<String> command, String message) {
        Outcome outcome = run(command);
        if (outcome.exitCode() != 0) {
            throw new PostgresException(
                    Problem.FOLDER_UNUSABLE, message + ": " + outcome.output().trim());
        }
    }

    /** A process builder whose environment cannot redirect PostgreSQL and whose messages are English. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        return builder;
    }
}
