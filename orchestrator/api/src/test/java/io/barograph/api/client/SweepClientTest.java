package io.barograph.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Addresses;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.EventPage;
import io.barograph.api.EventsQuery;
import io.barograph.api.Samples;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepView;
import io.barograph.api.TrialStop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final SweepClient client = SweepClient.over(vertx);
    private volatile long number = 1; // of the sweep that is served

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void submitsAndReadsSweeps() throws Exception {
        vertx.eventBus().<SubmitSweep>consumer(Addresses.SWEEP_SUBMIT, m -> m.reply(Samples.view()));
        vertx.eventBus().<SweepQuery>consumer(Addresses.SWEEP_FRONT, m -> m.reply(Samples.report()));
        assertThat(await(client.submit(Samples.spec(), "key"))).isEqualTo(Samples.view());
        assertThat(await(client.front("quickstart"))).isEqualTo(Samples.report());
    }

    @Test
    void tellsWhyARequestWasRefused() {
        vertx.eventBus()
                .<SweepQuery>consumer(Addresses.SWEEP_GET, m -> m.fail(ErrorCode.UNKNOWN_SWEEP.number(), "no sweep x"));
        assertThatThrownBy(() -> await(client.get("x")))
                .cause()
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SWEEP))
                .hasMessage("no sweep x");
        SweepClient hasty = SweepClient.over(vertx, Duration.ofMillis(1));
        assertThatThrownBy(() -> await(hasty.cancel("x")))
                .cause()
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void asksAgainWhileNobodyLeads() throws Exception {
        Future<SweepView> paused = client.pause("x");
        Thread.sleep(200);
        AtomicInteger asked = new AtomicInteger();
        vertx.eventBus().<SweepQuery>consumer(Addresses.SWEEP_PAUSE, m -> {
            if (asked.getAndIncrement() == 0) {
                m.fail(ErrorCode.UNAVAILABLE.number(), "this scheduler does not lead");
            } else {
                m.reply(Samples.view());
            }
        });
        assertThat(await(paused)).isEqualTo(Samples.view());
        assertThat(asked).hasValue(2);
    }

    @Test
    void followsEveryEventOnceAndInOrderThoughPublishedOnesAreLostOrRepeated() throws Exception {
        List<SweepEvent> stored =
                Collections.synchronizedList(new ArrayList<>(Samples.events().subList(0, 2)));
        serve(stored);
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        Future<Void> end = client.follow("quickstart", 1, event -> {
            seen.add(event.sequence());
            if (event.sequence() == 2) {
                stored.addAll(Samples.events().subList(2, 5));
                publish(4);
                publish(2);
            } else if (event.sequence() == 5) {
                stored.addAll(Samples.events().subList(5, 7));
            }
            return Future.succeededFuture();
        });
        await(end);
        assertThat(seen).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void aFailedHandlerEndsTheFollowing() {
        serve(Samples.events());
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        Future<Void> end = client.follow("quickstart", 0, event -> {
            seen.add(event.sequence());
            return event.sequence() < 3 ? Future.succeededFuture() : Future.failedFuture("enough");
        });
        assertThatThrownBy(() -> await(end)).hasMessageContaining("enough");
        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSweepWhoseNameIsUsedAgainEndsTheFollowingOfTheFirst() {
        List<SweepEvent> stored =
                Collections.synchronizedList(new ArrayList<>(Samples.events().subList(0, 2)));
        serve(stored);
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        Future<Void> end = client.follow("quickstart", 0, event -> {
            seen.add(event.sequence());
            if (event.sequence() == 2) {
                number++;
                stored.addAll(Samples.events().subList(2, 7));
            }
            return Future.succeededFuture();
        });
        assertThatThrownBy(() -> await(end))
                .cause()
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SWEEP))
                .hasMessage("sweep quickstart was deleted; another one has its name now");
        assertThat(seen).as("nothing of the other").containsExactly(1L, 2L);
    }

    @Test
    void aReportIsOfTheSweepThatItsNumberMeans() {
        TrialStop stop = new TrialStop("s", "t0000", 1, 7L);
        assertThat(stop.isOfSweep(7L)).isTrue();
        assertThat(stop.isOfSweep(8L)).isFalse();
        assertThat(stop.isOfSweep(null)).as("of an older orchestrator").isTrue();
        assertThat(new TrialStop("s", "t0000", 1).isOfSweep(8L))
                .as("of an older worker")
                .isTrue();
    }

    private void serve(List<SweepEvent> stored) {
        vertx.eventBus().<EventsQuery>consumer(Addresses.SWEEP_EVENTS, m -> {
            EventsQuery query = m.body();
            List<SweepEvent> page = List.copyOf(stored).stream()
                    .filter(event -> event.sequence() > query.after())
                    .limit(query.limit())
                    .toList();
            m.reply(new EventPage(page, number));
        });
    }

    private void publish(int sequence) {
        vertx.eventBus().publish(Addresses.SWEEP_CHANGED, Samples.events().get(sequence - 1));
    }

    private static <T> T await(Future<T> future)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
