package io.barograph.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.spi.metrics.EventBusMetrics;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The event bus under the names of Vert.x's own meters, made once: those of Vert.x are registered anew with every consumer and
 * message, which costs time and which Micrometer warns of. Thread-safe.
 */
final class BusMeters implements EventBusMetrics<BusMeters> {
    private static final String NAME = "vertx.eventbus.";
    private static final String OF_VERTX = "__vertx."; // addresses of replies

    private final LongAdder handlers = new LongAdder();
    private final Side local;
    private final Side remote;
    private final DistributionSummary written;
    private final DistributionSummary read;
    private final Counter replyFailures;

    BusMeters(MeterRegistry registry) {
        Gauge.builder(NAME + "handlers", handlers, LongAdder::sum)
                .description("Number of event bus handlers in use")
                .strongReference(true)
                .register(registry);
        local = new Side(registry, "local");
        remote = new Side(registry, "remote");
        written = bytes(registry, "written", "Number of bytes sent while sending messages to event bus cluster peers");
        read = bytes(registry, "read", "Number of bytes received while reading messages from event bus cluster peers");
        replyFailures = Counter.builder(NAME + "reply.failures")
                .description("Number of message reply failures")
                .register(registry);
    }

    private static DistributionSummary bytes(MeterRegistry registry, String what, String help) {
        return DistributionSummary.builder(NAME + "bytes." + what)
                .description(help)
                .register(registry);
    }

    /** Messages of this process, or from and to others. */
    private static final class Side {
        private final LongAdder pending = new LongAdder();
        private final Counter published;
        private final Counter sent;
        private final Counter received;
        private final Counter delivered;
        private final Counter processed;
        private final Counter discarded;

        private Side(MeterRegistry registry, String name) {
            Tags tags = Tags.of("side", name);
            Gauge.builder(NAME + "pending", pending, LongAdder::sum)
                    .description("Number of messages not processed yet")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
            published = counter(registry, tags, "published", "Number of messages published (publish / subscribe)");
            sent = counter(registry, tags, "sent", "Number of messages sent (point-to-point)");
            received = counter(registry, tags, "received", "Number of messages received");
            delivered = counter(registry, tags, "delivered", "Number of messages delivered to handlers");
            processed = counter(registry, tags, "processed", "Number of processed messages");
            discarded = counter(registry, tags, "discarded", "Number of discarded messages");
        }

        private static Counter counter(MeterRegistry registry, Tags tags, String name, String help) {
            return Counter.builder(NAME + name).description(help).tags(tags).register(registry);
        }
    }

    private Side side(boolean isLocal) {
        return isLocal ? local : remote;
    }

    private static boolean isOurs(String address) {
        return !address.startsWith(OF_VERTX);
    }

    @Override
    public @Nullable BusMeters handlerRegistered(String address) {
        if (!isOurs(address)) {
            return null;
        }
        handlers.increment();
        return this;
    }

    @Override
    public void handlerUnregistered(@Nullable BusMeters handler) {
        if (handler != null) {
            handlers.decrement();
        }
    }

    @Override
    public void messageDelivered(@Nullable BusMeters handler, boolean isLocal) {
        if (handler != null) {
            side(isLocal).pending.decrement();
            side(isLocal).processed.increment();
        }
    }

    @Override
    public void discardMessage(@Nullable BusMeters handler, boolean isLocal, Message<?> message) {
        if (handler != null) {
            side(isLocal).pending.decrement();
            side(isLocal).discarded.increment();
        }
    }

    @Override
    public void messageSent(String address, boolean publish, boolean isLocal, boolean isRemote) {
        if (isOurs(address)) {
            (publish ? side(isLocal).published : side(isLocal).sent).increment();
        }
    }

    @Override
    public void messageReceived(String address, boolean publish, boolean isLocal, int receivers) {
        if (isOurs(address)) {
            side(isLocal).received.increment();
            if (receivers > 0) {
                side(isLocal).pending.add(receivers);
                side(isLocal).delivered.increment();
            }
        }
    }

    @Override
    public void messageWritten(String address, int bytes) {
        if (isOurs(address)) {
            written.record(bytes);
        }
    }

    @Override
    public void messageRead(String address, int bytes) {
        if (isOurs(address)) {
            read.record(bytes);
        }
    }

    @Override
    public void replyFailure(String address, ReplyFailure failure) {
        if (isOurs(address)) {
            replyFailures.increment();
        }
    }
}
