package io.barograph.api.client;

import io.barograph.api.Asker;
import io.barograph.api.BarographException;
import io.barograph.api.BridgeTopic;
import io.barograph.api.Incoming;
import io.barograph.api.JsonCodec;
import io.barograph.api.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The event bus itself, for members of the cluster. */
final class BusTransport implements Transport {
    private final Vertx vertx;
    private final Asker asker;
    private final Set<MessageConsumer<?>> consumers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    BusTransport(Vertx vertx, Asker asker) {
        JsonCodec.register(vertx);
        this.vertx = vertx;
        this.asker = asker;
    }

    @Override
    public <T extends Message> Future<T> ask(String address, Message body, Class<T> type, long millis) {
        if (closed) {
            return Future.failedFuture(Transport.closed());
        }
        return vertx.eventBus()
                .<Object>request(address, body, asker.on(new DeliveryOptions().setSendTimeout(millis)))
                .map(reply -> Incoming.body(reply, type))
                .recover(failure -> Future.failedFuture(closed ? Transport.closed() : BarographException.of(failure)));
    }

    @Override
    public Subscription subscribe(BridgeTopic topic, String sweep, Consumer<Message> handler) {
        MessageConsumer<Message> consumer = vertx.eventBus()
                .consumer(topic.address(), Incoming.only(Message.class, message -> {
                    if (sweep.equals(topic.sweepOf(message))) {
                        handler.accept(message);
                    }
                }));
        consumers.add(consumer);
        return () -> consumers.remove(consumer) ? consumer.unregister() : Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }
}
