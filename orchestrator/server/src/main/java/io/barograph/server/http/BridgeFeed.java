package io.barograph.server.http;

import io.barograph.api.BridgeTopic;
import io.barograph.api.Incoming;
import io.barograph.api.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Shares what is published among all connections; listens to what somebody wants, and only then. Lives on one context. */
final class BridgeFeed {
    private final Vertx vertx;
    private final Map<BridgeTopic, Topic> topics = new EnumMap<>(BridgeTopic.class);

    /** What of one topic is wanted by whom, by sweep. */
    private record Topic(MessageConsumer<Message> consumer, Map<String, Set<Consumer<Message>>> wanted) {}

    BridgeFeed(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Calls {@code listener} with what is published of a sweep; done when it is listened to. */
    Future<Void> add(BridgeTopic topic, String sweep, Consumer<Message> listener) {
        Topic known = topics.computeIfAbsent(topic, this::listen);
        known.wanted().computeIfAbsent(sweep, name -> new LinkedHashSet<>()).add(listener);
        return known.consumer().completion();
    }

    void remove(BridgeTopic topic, String sweep, Consumer<Message> listener) {
        Topic known = topics.get(topic);
        if (known != null) {
            known.wanted().computeIfPresent(sweep, (name, listeners) -> {
                listeners.remove(listener);
                return listeners.isEmpty() ? null : listeners;
            });
            if (known.wanted().isEmpty()) {
                topics.remove(topic);
                known.consumer().unregister();
            }
        }
    }

    private Topic listen(BridgeTopic topic) {
        Map<String, Set<Consumer<Message>>> wanted = new HashMap<>();
        MessageConsumer<Message> consumer = vertx.eventBus()
                .consumer(topic.address(), Incoming.only(Message.class, message -> {
                    String sweep = topic.sweepOf(message);
                    if (sweep != null) {
                        List.copyOf(wanted.getOrDefault(sweep, Set.of())).forEach(each -> each.accept(message));
                    }
                }));
        return new Topic(consumer, wanted);
    }
}
