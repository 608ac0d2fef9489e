package io.barograph.cli;

import picocli.CommandLine.Option;

/** What the log of a process that runs for long looks like. */
final class LogOptions {
    /** A line of words, or an object of JSON in a line with sweep, trial, attempt and correlation by name. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "TEXT",
            description =
                    "text, or json: an object in each line that names sweep, trial, attempt and the correlation of the"
                            + " sweep, which is the idempotency key of its submission; default: text.")
    private Format format = Format.TEXT;

    @Option(names = "--log-console", description = "Log to standard error too, not to the file alone.")
    private boolean console;

    Format format() {
        return format;
    }

    boolean console() {
        return console;
    }
}
