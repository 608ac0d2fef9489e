package io.barograph.cli.cluster;

import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.partition.NoDataMemberInClusterException;
import org.jspecify.annotations.Nullable;

/** The members that were found are guests as this one is; there is nothing to join until an orchestrator is up. */
public final class NoOrchestratorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoOrchestratorException(Throwable cause) {
        super("no orchestrator is in the cluster", cause);
    }

    /** If a failure, or one of its causes, says that the orchestrator which was asked has gone; else null. */
    public static @Nullable NoOrchestratorException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoDataMemberInClusterException || cause instanceof OperationTimeoutException) {
                return new NoOrchestratorException(failure);
            }
        }
        return null;
    }
}
