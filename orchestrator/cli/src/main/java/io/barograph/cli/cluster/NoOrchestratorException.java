package io.barograph.cli.cluster;

/** The members that were found are guests as this one is; there is nothing to join until an orchestrator is up. */
public final class NoOrchestratorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoOrchestratorException(Throwable cause) {
        super("no orchestrator is in the cluster", cause);
    }
}
