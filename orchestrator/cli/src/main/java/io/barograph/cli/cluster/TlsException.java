package io.barograph.cli.cluster;

import java.util.List;

/** The files of a {@link TlsFiles} cannot be used; the message lists every problem in a line of its own. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    TlsException(List<String> problems) {
        super("the event bus cannot be encrypted:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each with the option and the file that it is about. */
    List<String> problems() {
        return problems;
    }
}
