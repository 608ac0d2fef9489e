package io.barograph.node;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.vertx.core.eventbus.ReplyException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Tells once of each way in which worker and scheduler do not understand each other, as after an upgrade of one of them;
 * messages that merely were not answered are everyday. Used on one event loop.
 */
final class Misunderstandings {
    private static final int MOST_TOLD = 100;

    private final Logger log;
    private final Set<String> told = new HashSet<>();

    Misunderstandings(Logger log) {
        this.log = log;
    }

    /** Why {@code message} will be repeated. */
    void tell(Object message, Throwable failure) {
        boolean misunderstood = failure instanceof BarographException
                || (failure instanceof ReplyException reply
                        && reply.failureCode() == ErrorCode.INVALID_REQUEST.number());
        if (misunderstood && told.size() < MOST_TOLD && told.add(String.valueOf(failure.getMessage()))) {
            log.warn("{} is repeated until it is understood: {}", message, failure.getMessage());
        } else {
            log.debug("{} not answered, repeating it", message, failure);
        }
    }
}
