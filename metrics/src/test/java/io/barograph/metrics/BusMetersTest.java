package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusMetersTest {
    private final PrometheusMeterRegistry registry = Meters.prometheus();
    private final Meters meters = Meters.in(registry);
    private final Vertx vertx = meters.measuring(new VertxOptions()).build();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void countsMessagesAndHandlersButNotThoseOfReplies() throws Exception {
        MessageConsumer<String> first = vertx.eventBus().consumer("a", message -> message.reply("yes"));
        await(first.completion());
        await(vertx.eventBus().consumer("b", message -> {}).completion());
        await(vertx.eventBus().consumer("b", message -> {}).completion());
        for (int i = 0; i < 5; i++) {
            await(vertx.eventBus().<String>request("a", "?"));
        }
        vertx.eventBus().publish("b", "!");
        await(vertx.eventBus()
                .request("nobody", "?", new DeliveryOptions().setSendTimeout(10_000))
                .otherwiseEmpty());

        assertThat(scraped())
                .contains(
                        "vertx_eventbus_handlers 3.0",
                        "vertx_eventbus_sent_total{side=\"local\"} 6.0",
                        "vertx_eventbus_published_total{side=\"local\"} 1.0",
                        "vertx_eventbus_received_total{side=\"local\"} 7.0",
                        "vertx_eventbus_delivered_total{side=\"local\"} 6.0",
                        "vertx_eventbus_reply_failures_total 1.0",
                        "vertx_eventbus_sent_total{side=\"remote\"} 0.0");
        await(first.unregister());
        assertThat(scraped()).contains("vertx_eventbus_handlers 2.0");
    }

    @Test
    void nothingWaitsOnceAllIsTaken() throws Exception {
        await(vertx.eventBus().consumer("a", message -> message.reply("yes")).completion());
        await(vertx.eventBus().<String>request("a", "?"));
        assertThat(scraped())
                .contains(
                        "vertx_eventbus_pending{side=\"local\"} 0.0",
                        "vertx_eventbus_processed_total{side=\"local\"} 1.0");
    }

    /** Micrometer keeps the first of two gauges of one name, and warns. */
    @Test
    void aVertxThatTakesTheFormerOnesPlaceIsMeasuredFromNothing() throws Exception {
        await(vertx.eventBus().consumer("a", message -> {}).completion());
        await(vertx.eventBus().consumer("b", message -> {}).completion());
        Vertx second = meters.measuring(new VertxOptions().setWorkerPoolSize(7)).build();
        try {
            await(second.eventBus().consumer("a", message -> {}).completion());
            await(second.executeBlocking(() -> "done"));
            assertThat(scraped())
                    .contains("vertx_eventbus_handlers 1.0")
                    .contains("vertx_pool_ratio{pool_name=\"vert.x-worker-thread\",pool_type=\"worker\"} 0.0")
                    .anyMatch(line -> line.startsWith("vertx_pool_completed_total{") && line.endsWith(" 1.0"));
        } finally {
            await(second.close());
        }
    }

    private List<String> scraped() {
        return new String(meters.scrape(null).body(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
