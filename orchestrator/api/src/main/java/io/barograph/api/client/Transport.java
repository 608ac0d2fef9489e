package io.barograph.api.client;

import io.barograph.api.BarographException;
import io.barograph.api.BridgeTopic;
import io.barograph.api.ErrorCode;
import io.barograph.api.Message;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** How a {@link SweepClient} reaches orchestrators. Thread-safe. */
interface Transport {
    /**
     * Asks once.
     *
     * @param millis how long an answer is waited for
     * @return fails with {@link BarographException}; with UNAVAILABLE if asking again may help
     */
    <T extends Message> Future<T> ask(String address, Message body, Class<T> type, long millis);

    /** Calls {@code handler} with what is published of a sweep, as long as it arrives. */
    Subscription subscribe(BridgeTopic topic, String sweep, Consumer<Message> handler);

    /** Fails what waits for an answer and everything that is asked from now on. A second call does nothing. */
    Future<Void> close();

    /** What a closed one fails with. */
    static BarographException closed() {
        return new BarographException(ErrorCode.INVALID_REQUEST, "this client is closed", null);
    }
}
