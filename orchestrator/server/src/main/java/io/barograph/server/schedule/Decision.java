package io.barograph.server.schedule;

import io.barograph.server.log.LoggedChange;
import java.util.List;

/**
 * What follows from a message: changes to store and, once they are, an answer.
 *
 * @param <R> type of the answer
 */
record Decision<R>(List<LoggedChange> changes, R answer) {
    Decision {
        changes = List.copyOf(changes);
    }

    static <R> Decision<R> answer(R answer) {
        return new Decision<>(List.of(), answer);
    }

    static <R> Decision<R> change(LoggedChange change, R answer) {
        return new Decision<>(List.of(change), answer);
    }
}
