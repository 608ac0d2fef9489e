package io.barograph.server.http;

import io.barograph.api.Addresses;
import io.barograph.api.Incoming;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepEvent;
import io.barograph.server.log.LogEntry;
import io.barograph.server.store.LogPage;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the stored events of sweeps to everybody who follows them, in order, each once a connection. What a sweep's
 * followers have in common is read from the store once; who is behind reads alone until it has caught up. A follower that
 * takes nothing is given nothing. Lives on one event-loop context.
 */
final class EventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int PAGE = 500;
    private static final int RECENT = 2000;
    private static final long LOOK_AGAIN_MILLIS = 1000;
    private static final long PULSE_MILLIS = 15_000; // proxies close what says nothing for longer

    private final Vertx vertx;
    private final SweepStore store;
    private final Map<String, Channel> channels = new HashMap<>();
    private final MessageConsumer<SweepEvent> changes;
    private final long lookAgain;
    private final long pulse;

    EventFeed(Vertx vertx, SweepStore store) {
        this.vertx = vertx;
        this.store = store;
        this.changes = vertx.eventBus().consumer(Addresses.SWEEP_CHANGED, Incoming.only(SweepEvent.class, event -> {
            Channel channel = channels.get(event.sweep());
            if (channel != null) {
                channel.look();
            }
        }));
        this.lookAgain = vertx.setPeriodic(
                LOOK_AGAIN_MILLIS, timer -> List.copyOf(channels.values()).forEach(channel -> {
                    List.copyOf(channel.followers).forEach(Follower::check);
                    channel.look();
                }));
        this.pulse = vertx.setPeriodic(PULSE_MILLIS, timer -> channels.values()
                .forEach(channel -> channel.followers.forEach(Follower::pulse)));
    }

    /** Done when changes are heard of. */
    Future<Void> ready() {
        return changes.completion();
    }

    /**
     * Whom events are sent to.
     *
     * @param allowed whether it still may read them
     * @param ended called once, when no more are sent
     */
    record Reader(HttpServerResponse response, Supplier<Future<Boolean>> allowed, Runnable ended) {}

    /**
     * Sends the events of a sweep after {@code after} until it has ended, was deleted, the reader may no longer read them, or the
     * connection has ended.
     *
     * @param number of the sweep, so that another one of its name is not taken for it
     * @param types only events of these types, and the end of the sweep; empty for all
     */
    void follow(String sweep, long number, long after, Set<SweepChangeType> types, Reader reader) {
        Channel known = channels.get(sweep);
        if (known != null && known.number != number) {
            known.end();
        }
        Channel channel = channels.computeIfAbsent(sweep, name -> new Channel(name, number, after));
        Follower follower = new Follower(channel, after, types, reader);
        channel.followers.add(follower);
        HttpServerResponse response = reader.response();
        response.closeHandler(closed -> channel.remove(follower));
        response.exceptionHandler(broken -> channel.remove(follower));
        response.drainHandler(drained -> follower.advance());
        follower.advance();
        channel.look();
    }

    /** Ends every connection; their clients come back to another orchestrator. */
    Future<Void> stop() {
        vertx.cancelTimer(lookAgain);
        vertx.cancelTimer(pulse);
        List.copyOf(channels.values()).forEach(Channel::end);
        return changes.unregister();
    }

    /** A frame of the event stream. */
    private record Frame(Buffer bytes, SweepChangeType type) {
        /** Whether none follows. */
        boolean last() {
            return type == SweepChangeType.ENDED;
        }

        static Frame of(long number, SweepEvent event) {
            Buffer frame = Buffer.buffer("id: " + number + "-" + event.sequence() + "\ndata: ");
            frame.appendBuffer(Answers.encode(event)).appendString("\n\n");
            return new Frame(frame, SweepChangeType.of(event.change()));
        }
    }

    /** A sweep that is followed, and its newest events. */
    private final class Channel {
        private final String sweep;
        private final long number;
        private final Set<Follower> followers = new HashSet<>();
        private final Deque<Frame> recent = new ArrayDeque<>();
        private long newest; // sequence number of the last recent one
        private boolean looking;
        private boolean again;

        Channel(String sweep, long number, long newest) {
            this.sweep = sweep;
            this.number = number;
            this.newest = newest;
        }

        void remove(Follower follower) {
            if (followers.remove(follower)) {
                follower.reader.ended().run();
            }
            if (followers.isEmpty()) {
                channels.remove(sweep, this);
            }
        }

        void end() {
            List.copyOf(followers).forEach(Follower::end);
        }

        void look() {
            if (looking) {
                again = true;
                return;
            }
            looking = true;
            again = false;
            store.page(sweep, newest, PAGE).onComplete(page -> {
                looking = false;
                if (page.failed()) {
                    LOG.info(
                            "The events of {} cannot be read now: {}",
                            sweep,
                            page.cause().toString());
                    return;
                }
                if (!isMine(page.result())) {
                    end();
                    return;
                }
                List<LogEntry> entries = page.result().entries();
                entries.forEach(this::add);
                List.copyOf(followers).forEach(Follower::advance);
                if (again || entries.size() == PAGE) {
                    look();
                }
            });
        }

        boolean isMine(LogPage page) {
            Long found = page.number();
            return found != null && found == number;
        }

        private void add(LogEntry entry) {
            recent.add(Frame.of(number, entry.published()));
            newest = entry.sequence();
            if (recent.size() > RECENT) {
                recent.remove();
            }
        }

        /** The recent frames after {@code after}, or null if some of them are not recent. */
        @Nullable
        List<Frame> after(long after) {
            long oldest = newest - recent.size();
            return after < oldest ? null : recent.stream().skip(after - oldest).toList();
        }
    }

    /** One connection. */
    private final class Follower {
        private final Channel channel;
        private final Reader reader;
        private final HttpServerResponse response;
        private final Set<SweepChangeType> types;
        private long sent;
        private boolean reading;

        Follower(Channel channel, long sent, Set<SweepChangeType> types, Reader reader) {
            this.channel = channel;
            this.sent = sent;
            this.types = types;
            this.reader = reader;
            this.response = reader.response();
        }

        /** Ends it if its token is not valid any more; one that cannot be looked up now is believed. */
        void check() {
            reader.allowed().get().onSuccess(allowed -> {
                if (!allowed) {
                    end();
                }
            });
        }

        void advance() {
            if (reading || response.closed() || response.ended()) {
                return;
            }
            if (sent >= channel.newest) {
                return;
            }
            List<Frame> frames = channel.after(sent);
            if (frames == null) {
                readAlone();
            } else {
                write(frames);
            }
        }

        private void write(List<Frame> frames) {
            for (Frame frame : frames) {
                if (response.closed() || response.writeQueueFull()) {
                    return;
                }
                if (types.isEmpty() || frame.last() || types.contains(frame.type())) {
                    response.write(frame.bytes());
                }
                sent++;
                if (frame.last()) {
                    end();
                    return;
                }
            }
        }

        private void readAlone() {
            reading = true;
            store.page(channel.sweep, sent, PAGE).onComplete(page -> {
                reading = false;
                if (page.succeeded() && !channel.isMine(page.result())) {
                    end();
                } else if (page.succeeded()) {
                    List<LogEntry> entries = page.result().entries();
                    write(entries.stream()
                            .map(entry -> Frame.of(channel.number, entry.published()))
                            .toList());
                    advanceUnlessFull(entries.isEmpty());
                }
            });
        }

        private void advanceUnlessFull(boolean nothing) {
            if (!nothing && !response.closed() && !response.ended() && !response.writeQueueFull()) {
                advance();
            }
        }

        void pulse() {
            if (!response.closed() && !response.ended() && !response.writeQueueFull()) {
                response.write(": still here\n\n");
            }
        }

        void end() {
            channel.remove(this);
            if (!response.closed() && !response.ended()) {
                response.end();
            }
        }
    }
}
