package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Jackson;
import io.barograph.api.client.SweepClient;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {
    private final TestingApi api = TestingApi.guarded();

    @AfterEach
    void close() {
        api.close();
    }

    private static String spec(String name) {
        try {
            return Jackson.mapper().writeValueAsString(TestingSpecs.sweep(name));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void run(String name) {
        assertThat(api.submit(spec(name), name).status()).isEqualTo(201);
        TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker-" + name, 1)));
        TestingApi.await(SweepClient.over(api.vertx).follow(name, 0, event -> Future.succeededFuture()));
    }

    @Test
    void aSweepIsHandedInFollowedAndHarvested() {
        run("quick");

        Answer sweep = api.get("/api/v1/sweeps/quick");
        assertThat(sweep.json().getString("state")).isEqualTo("COMPLETED");
        assertThat(sweep.json().getJsonObject("trials").getInteger("COMPLETED")).isEqualTo(5);
        JsonObject front = api.get("/api/v1/sweeps/quick/front").json();
        assertThat(front.getJsonArray("points")).hasSize(5);
        JsonObject trial = api.get("/api/v1/sweeps/quick/trials/t0000").json();
        assertThat(trial).isEqualTo(front.getJsonArray("trials").getJsonObject(0));
        assertThat(api.get("/api/v1/sweeps/quick/trials/t0000/epochs").json().getJsonArray("epochs"))
                .hasSize(3);
    }

    @Test
    void theSameKeyGivesTheSameSweepAndAnotherOneAConflict() {
        Answer first = api.submit(spec("quick"), "key");
        assertThat(first.header("Location")).isEqualTo("/api/v1/sweeps/quick");
        assertThat(api.submit(spec("quick"), "key").json()).isEqualTo(first.json());
        Answer other = api.submit(spec("quick"), "another key");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(other.json().getString("code")).isEqualTo("CONFLICT");
    }

    @Test
    void aBadSpecIsRefusedWithAllItsProblemsAndTheirPlaces() {
        Answer refused = api.submit("apiVersion: barograph.io/v1\nkind: Sweep\nname: Bad Name\nbudget: 3\n", "key");
        assertThat(refused.status()).isEqualTo(422);
        List<String> pointers = refused.json().getJsonArray("problems").stream()
                .map(problem -> ((JsonObject) problem).getString("pointer"))
                .toList();
        assertThat(pointers).contains("/name", "/budget").hasSizeGreaterThan(3);
        assertThat(api.get("/api/v1/sweeps").json().getJsonArray("sweeps")).isEmpty();
    }

    @Test
    void frontsComeInEveryFormAndOnlyWhenTheyChanged() {
        run("quick");
        String path = "/api/v1/sweeps/quick/front";
        Answer csv = api.send(api.to(path, "viewer").header("Accept", "text/csv"));
        assertThat(csv.text().lines()).hasSize(6);
        Answer png = api.send(api.to(path, "viewer").header("Accept", "image/png"));
        assertThat(new String(png.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
        Answer svg = api.send(api.to(path, "viewer").header("Accept", "image/svg+xml"));
        assertThat(svg.text()).contains("<svg");

        String tag = api.get(path).header("ETag");
        Answer same = api.send(api.to(path, "viewer").header("If-None-Match", tag));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(svg.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void sweepsAndTrialsComeInPages() {
        for (int i = 0; i < 5; i++) {
            assertThat(api.submit(spec("sweep-" + i), "key-" + i).status()).isEqualTo(201);
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = api.get("/api/v1/sweeps?limit=2" + cursor).json();
            page.getJsonArray("sweeps").forEach(sweep -> names.add(((JsonObject) sweep).getString("sweep")));
            cursor = page.getLong("next") == null ? "" : "&cursor=" + page.getLong("next");
        } while (!cursor.isEmpty());
        assertThat(names).containsExactly("sweep-4", "sweep-3", "sweep-2", "sweep-1", "sweep-0");

        JsonObject first = api.get("/api/v1/sweeps/sweep-0/trials?limit=3").json();
        JsonObject rest = api.get("/api/v1/sweeps/sweep-0/trials?limit=3&cursor=" + first.getLong("next"))
                .json();
        assertThat(first.getJsonArray("trials")).hasSize(3);
        assertThat(rest.getJsonArray("trials")).hasSize(2);
        assertThat(rest.getLong("next")).isNull();
        assertThat(api.get("/api/v1/sweeps/sweep-0/trials?state=FAILED").json().getJsonArray("trials"))
                .isEmpty();
    }

    @Test
    void aSweepIsSteered() {
        api.submit(spec("quick"), "key");
        assertThat(api.post("/api/v1/sweeps/quick/pause").json().getString("state"))
                .isEqualTo("PAUSED");
        assertThat(api.post("/api/v1/sweeps/quick/resume").json().getString("state"))
                .isEqualTo("RUNNING");
        Answer changed = api.send("PATCH", "/api/v1/sweeps/quick", "submitter", "{\"priority\": 7}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().getInteger("priority")).isEqualTo(7);
        assertThat(api.get("/api/v1/sweeps/quick").json().getInteger("priority"))
                .isEqualTo(7);
        Answer wild = api.send("PATCH", "/api/v1/sweeps/quick", "submitter", "{\"priority\": 7000}");
        assertThat(wild.status()).isEqualTo(400);
        assertThat(api.post("/api/v1/sweeps/quick/cancel").json().getString("state"))
                .isEqualTo("CANCELLED");
        assertThat(api.post("/api/v1/sweeps/quick/pause").status()).isEqualTo(409);
    }

    @Test
    void aStreamOfEventsGoesOnWhereItWasLeft() {
        run("quick");
        List<Long> all = ids(stream("/api/v1/sweeps/quick/events", null));
        assertThat(all).hasSizeGreaterThan(20).isSorted().doesNotHaveDuplicates();
        assertThat(all.get(0)).isEqualTo(1);
        long last = all.get(all.size() - 1);
        assertThat(ids(stream("/api/v1/sweeps/quick/events", 7L))).isEqualTo(all.subList(7, all.size()));
        assertThat(stream("/api/v1/sweeps/quick/events", last).status()).isEqualTo(204);

        JsonObject page = api.get("/api/v1/sweeps/quick/events?after=3&limit=2").json();
        assertThat(page.getJsonArray("events")).hasSize(2);
        assertThat(page.getJsonArray("events").getJsonObject(0).getLong("sequence"))
                .isEqualTo(4);
    }

    @Test
    void anEndedSweepIsDeletedAndItsStreamsEnd() {
        run("quick");
        assertThat(api.send("DELETE", "/api/v1/sweeps/quick", "submitter", null).status())
                .isEqualTo(403);
        Answer before = api.get("/api/v1/sweeps/quick");
        assertThat(api.send("DELETE", "/api/v1/sweeps/quick", "admin", null).status())
                .isEqualTo(204);
        assertThat(api.get("/api/v1/sweeps/quick").status()).isEqualTo(404);
        assertThat(api.send("DELETE", "/api/v1/sweeps/quick", "admin", null).status())
                .isEqualTo(404);

        run("quick");
        Answer after = api.get("/api/v1/sweeps/quick");
        assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
        Answer stream = stream("/api/v1/sweeps/quick/events", 7L);
        assertThat(stream.status()).isEqualTo(404);
        assertThat(stream.json().getString("detail")).contains("was deleted");
    }

    @Test
    void aSweepThatRunsIsNotDeleted() {
        api.submit(spec("quick"), "key");
        assertThat(api.send("DELETE", "/api/v1/sweeps/quick", "admin", null).status())
                .isEqualTo(409);
    }

    @Test
    void aStreamOfEventsEndsWhenItsTokenIsNotValidAnyMore() throws Exception {
        AtomicBoolean revoked = new AtomicBoolean();
        try (TestingApi guarded = TestingApi.guarded(token -> TestingApi.ROLES.caller(revoked.get() ? null : token))) {
            guarded.submit(spec("quick"), "key");
            InputStream stream = HttpClient.newHttpClient()
                    .send(
                            guarded.to("/api/v1/sweeps/quick/events", "viewer")
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .body();
            assertThat(new String(stream.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("retry");
            revoked.set(true);
            byte[] rest = CompletableFuture.supplyAsync(() -> readAll(stream)).get(60, TimeUnit.SECONDS);
            assertThat(new String(rest, StandardCharsets.UTF_8)).contains("id: 1-1\n");
        }
    }

    private static byte[] readAll(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer stream(String path, @org.jspecify.annotations.Nullable Long last) {
        java.net.http.HttpRequest.Builder request = api.to(path, "viewer").header("Accept", "text/event-stream");
        return api.send(last == null ? request : request.header("Last-Event-ID", "1-" + last));
    }

    private static List<Long> ids(Answer stream) {
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        List<Long> ids = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)^id: 1-(\\d+)$").matcher(stream.text());
        while (matcher.find()) {
            ids.add(Long.valueOf(matcher.group(1)));
        }
        return ids;
    }

    @Test
    void whatIsNotThereIsSaidAsAProblem() {
        api.submit(spec("quick"), "key");
        for (String path : List.of(
                "/api/v1/sweeps/none",
                "/api/v1/sweeps/none/front",
                "/api/v1/sweeps/none/events",
                "/api/v1/sweeps/quick/trials/none",
                "/api/v1/sweeps/quick/trials/none/epochs",
                "/api/v1/nothing")) {
            Answer missing = api.get(path);
            assertThat(missing.status()).as(path).isEqualTo(404);
            assertThat(missing.json().getInteger("status")).as(path).isEqualTo(404);
        }
        assertThat(api.send("DELETE", "/api/v1/sweeps", "admin", null).status()).isEqualTo(405);
        assertThat(api.get("/api/v1/sweeps?limit=0").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/sweeps?limit=many").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/sweeps/Not%20A%20Name").status()).isEqualTo(400);
        assertThat(api.submit("x".repeat(1024 * 1024 + 1), "key").status()).isEqualTo(413);
        assertThat(api.send(api.to("/api/v1/sweeps", "submitter")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(spec("other"))))
                        .status())
                .isEqualTo(400);
    }
}
