package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import io.barograph.api.SweepPlan;
import io.barograph.api.client.SweepClient;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiOfThePageTest {
    private final TestingApi api = TestingApi.guarded();

    @AfterEach
    void close() {
        api.close();
    }

    private void run(String name) {
        TestingApi.await(SweepClient.over(api.vertx).submit(TestingSpecs.sweep(name), name));
        TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker-" + name, 1)));
        TestingApi.await(SweepClient.over(api.vertx).follow(name, 0, event -> Future.succeededFuture()));
    }

    private static List<String> types(Answer page) {
        return page.json().getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getJsonObject("change").getString("type"))
                .toList();
    }

    private Answer check(String spec) {
        return api.send(api.to("/api/v1/sweeps/check", "submitter")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(spec)));
    }

    @Test
    void eventsComeByTypeInPagesAndInStreams() {
        run("quick");
        String events = "/api/v1/sweeps/quick/events";
        List<String> all = types(api.get(events + "?limit=1000"));
        List<String> wanted = all.stream()
                .filter(type -> type.equals("frontChanged") || type.equals("trialEnded"))
                .toList();
        Answer some = api.get(events + "?type=frontChanged&type=trialEnded&limit=1000");
        assertThat(types(some)).isEqualTo(wanted).hasSizeGreaterThan(6);
        long third = some.json().getJsonArray("events").getJsonObject(2).getLong("sequence");
        assertThat(types(api.get(events + "?type=frontChanged&type=trialEnded&limit=2&after=" + third)))
                .isEqualTo(wanted.subList(3, 5));
        Answer stream = api.send(api.to(events + "?type=frontChanged", "viewer").header("Accept", "text/event-stream"));
        assertThat(stream.text().lines().filter(line -> line.startsWith("data:")))
                .hasSize((int) all.stream().filter("frontChanged"::equals).count() + 1)
                .last()
                .asString()
                .contains("\"type\":\"ended\"");
        assertThat(api.get(events + "?type=nothing").status()).isEqualTo(400);
    }

    @Test
    void workersAreToldWithWhatTheyTrain() {
        assertThat(api.get("/api/v1/workers").json().getJsonArray("workers")).isEmpty();
        TestingApi.await(SweepClient.over(api.vertx).submit(TestingSpecs.sweep("slow"), "slow"));
        TestingWorker busy = new TestingWorker("busy", 60_000);
        TestingApi.await(api.vertx.deployVerticle(busy));
        while (busy.assignments().isEmpty()) {
            Thread.onSpinWait();
        }
        JsonObject worker =
                api.get("/api/v1/workers").json().getJsonArray("workers").getJsonObject(0);
        assertThat(worker.getString("name")).isEqualTo("busy");
        assertThat(worker.getJsonArray("slots").getJsonObject(0))
                .isEqualTo(new JsonObject("{\"slot\":0,\"sweep\":\"slow\",\"trial\":\"t0000\",\"attempt\":1}"));
        assertThat(api.get("/api/v1/workers?label=gpu&label=fast").json().getJsonArray("workers"))
                .isEmpty();
        assertThat(api.get("/api/v1/workers?label=No%20Label").status()).isEqualTo(400);
    }

    @Test
    void aSpecIsCheckedAndNothingIsStored() throws Exception {
        String spec = Jackson.mapper().writeValueAsString(TestingSpecs.sweep("mine"));
        SweepPlan plan = Jackson.mapper()
                .treeToValue(Jackson.mapper().readTree(check(spec).text()).path("plan"), SweepPlan.class);
        assertThat(plan.trials()).isEqualTo(5);
        assertThat(plan.taken()).isFalse();
        assertThat(api.get("/api/v1/sweeps").json().getJsonArray("sweeps")).isEmpty();
        assertThat(TestingApi.await(SweepClient.over(api.vertx).check(TestingSpecs.sweep("mine"))))
                .isEqualTo(plan);

        api.submit(spec, "key");
        assertThat(check(spec).json().getJsonObject("plan").getBoolean("taken")).isTrue();
    }

    @Test
    void theProblemsOfACheckedSpecAreThoseOfASubmittedOne() {
        String spec = "apiVersion: barograph.io/v1\nkind: Sweep\nname: Bad Name\nbudget: 3\n";
        JsonObject checked = check(spec).json();
        assertThat(checked.getValue("plan")).isNull();
        assertThat(checked.getJsonArray("problems"))
                .isEqualTo(api.submit(spec, "key").json().getJsonArray("problems"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void theSchemaIsTheOneThatSpecsAreReadBy() throws Exception {
        JsonNode schema =
                Jackson.mapper().readTree(api.get("/api/v1/schema/sweep").text());
        assertThat(schema).isEqualTo(Jackson.mapper().readTree(SweepSpecReader.schema()));
    }

    @Test
    void aSweepMayBeCalledAsAnOperationIs() throws Exception {
        api.submit(Jackson.mapper().writeValueAsString(TestingSpecs.sweep("check")), "key");
        assertThat(api.get("/api/v1/sweeps/check").json().getString("sweep")).isEqualTo("check");
        assertThat(api.post("/api/v1/sweeps/check/cancel").status()).isEqualTo(200);
        for (String path : List.of("/api/v1/sweeps/check", "/api/v1/sweeps/check/", "/api/v1/sweeps/check//")) {
            assertThat(api.send("DELETE", path, "submitter", null).status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(api.send("DELETE", "/api/v1/sweeps/check", "admin", null).status())
                .isEqualTo(204);
    }

    @Test
    void anAnswerSaysWhichRoleItsCallerHas() {
        for (String role : List.of("viewer", "submitter", "admin")) {
            assertThat(api.send("GET", "/api/v1/sweeps", role, null).header("Barograph-Role"))
                    .isEqualTo(role);
        }
        assertThat(api.send("GET", "/api/v1/sweeps", "guessed", null).headers().keySet().stream()
                        .filter(name -> name.equalsIgnoreCase("Barograph-Role"))
                        .collect(Collectors.toSet()))
                .isEmpty();
    }
}
