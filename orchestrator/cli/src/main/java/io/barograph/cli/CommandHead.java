package io.barograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands have in common: help, and lines of output. */
@Command(mixinStandardHelpOptions = true)
abstract class CommandHead implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    CommandSpec command() {
        return command;
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    void say(List<String> lines) {
        lines.forEach(out()::println);
        out().flush();
    }

    void warn(String line) {
        err().println(line);
        err().flush();
    }

    void sayJson(Object value) {
        try {
            say(Jackson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
