package io.barograph.api.client;

import io.barograph.api.BarographException;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands a sweep's stored events to a handler, in order, each once. Reads pages from the store; published changes only
 * tell when to look again, so that a lost one delays and never loses an event. Lives on one event-loop context.
 */
final class EventFollower {
    private static final int PAGE = 500;
    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final SweepClient client;
    private final Vertx vertx;
    private final String sweep;
    private final Function<SweepEvent, Future<?>> handler;
    private final Promise<Void> done = Promise.promise();
    private final Context context;
    private long after;
    private @Nullable Long sweepNumber;
    private boolean nudged;
    private @Nullable Long timer;
    private @Nullable Subscription changes;

    EventFollower(SweepClient client, Vertx vertx, String sweep, long after, Function<SweepEvent, Future<?>> handler) {
        this.client = client;
        this.vertx = vertx;
        this.sweep = sweep;
        this.after = after;
        this.handler = handler;
        this.context = vertx.getOrCreateContext();
    }

    Future<Void> start() {
        context.runOnContext(ignored -> {
            changes = client.changes(sweep, event -> context.runOnContext(alsoIgnored -> nudge()));
            look();
        });
        return done.future();
    }

    private void nudge() {
        nudged = true;
        if (timer != null && vertx.cancelTimer(timer)) {
            timer = null;
            look();
        }
    }

    private void look() {
        nudged = false;
        client.events(sweep, after, PAGE)
                .map(page -> page.following(sweep, sweepNumber))
                .onSuccess(page -> onContext(() -> {
                    sweepNumber = page.sweepNumber() == null ? sweepNumber : page.sweepNumber();
                    if (page.events().isEmpty()) {
                        pause();
                    } else {
                        hand(page.events().iterator());
                    }
                }))
                .onFailure(failure -> onContext(() -> retryOrEnd(failure)));
    }

    private void retryOrEnd(Throwable failure) {
        if (failure instanceof BarographException known && known.mayPass()) {
            pause();
        } else {
            end(failure);
        }
    }

    private void pause() {
        if (nudged) {
            look();
            return;
        }
        timer = vertx.setTimer(LOOK_AGAIN_MILLIS, ignored -> {
            timer = null;
            look();
        });
    }

    private void hand(Iterator<SweepEvent> events) {
        if (!events.hasNext()) {
            look();
            return;
        }
        SweepEvent event = events.next();
        Future<?> handled;
        try {
            handled = handler.apply(event);
        } catch (RuntimeException e) {
            end(e);
            return;
        }
        handled.onComplete(
                ignored -> onContext(() -> {
                    after = event.sequence();
                    if (event.change() instanceof SweepChange.Ended) {
                        end(null);
                    } else {
                        hand(events);
                    }
                }),
                failure -> onContext(() -> end(failure)));
    }

    private void end(@Nullable Throwable failure) {
        if (changes != null) {
            changes.unregister();
        }
        if (failure == null) {
            done.complete();
        } else {
            done.fail(failure);
        }
    }

    private void onContext(Runnable step) {
        context.runOnContext(ignored -> step.run());
    }
}
