package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Addresses;
import io.barograph.api.Asker;
import io.barograph.api.BarographException;
import io.barograph.api.BridgeCall;
import io.barograph.api.ErrorCode;
import io.barograph.api.Jackson;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepState;
import io.barograph.api.client.SweepClient;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.TestingSpecs;
import io.barograph.server.access.Quota;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did it, over HTTP, the bridge and the event bus, and how much they may. */
class CallersTest {
    private static final String SWEEPS = "/api/v1/sweeps";

    @TempDir
    Path folder;

    private static String spec(String name) throws Exception {
        return Jackson.mapper().writeValueAsString(TestingSpecs.sweep(name));
    }

    /** What was done to a sweep, with who did it. */
    private static List<String> deeds(TestingApi api, String sweep) {
        return api.get(SWEEPS + "/" + sweep + "/events").json().getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getJsonObject("change"))
                .filter(change -> !change.getString("type").startsWith("trial"))
                .map(change -> change.getString("type") + " by " + change.getString("by"))
                .toList();
    }

    @Test
    void everyDeedOverHttpHasTheNameOfItsToken() throws Exception {
        try (TestingApi api = TestingApi.guarded()) {
            JsonObject view = api.submit(spec("mine"), "k").json();
            assertThat(view.getString("submittedBy")).isEqualTo("a submitter");
            String mine = SWEEPS + "/mine";
            api.send("POST", mine + "/pause", "admin", null);
            api.send("POST", mine + "/resume", "submitter", null);
            api.send("PATCH", mine, "admin", "{\"priority\": 3}");
            api.send("POST", mine + "/cancel", "admin", null);

            assertThat(deeds(api, "mine"))
                    .containsExactly(
                            "submitted by a submitter",
                            "paused by a admin",
                            "resumed by a submitter",
                            "priorityChanged by a admin",
                            "ended by a admin");
            assertThat(api.get(mine).json().getString("submittedBy")).isEqualTo("a submitter");
            assertThat(api.get(SWEEPS)
                            .json()
                            .getJsonArray("sweeps")
                            .getJsonObject(0)
                            .getString("submittedBy"))
                    .isEqualTo("a submitter");

            assertThat(api.send("DELETE", mine, "admin", null).status()).isEqualTo(204);
            JsonObject audit = api.send("GET", "/api/v1/audit", "admin", null)
                    .json()
                    .getJsonArray("entries")
                    .getJsonObject(0);
            assertThat(audit.getString("caller")).isEqualTo("a admin");
            assertThat(audit.getString("action")).isEqualTo("SWEEP_DELETED");
            assertThat(audit.getString("subject")).isEqualTo("mine");
            assertThat(audit.getJsonObject("details").getString("submittedBy")).isEqualTo("a submitter");
        }
    }

    @Test
    void aClientOfTheBridgeIsWhoItsTokenSaysWhateverItSends() {
        try (TestingApi api = TestingApi.guarded()) {
            TestingBridge bridge = TestingBridge.connect(api, "submitter");
            JsonObject submission = frame(1, Addresses.SWEEP_SUBMIT, new SubmitSweep("k", TestingSpecs.sweep("mine")));
            submission.getJsonObject("body").put("by", "somebody").put("submittedBy", "somebody");
            JsonObject headers =
                    new JsonObject().put("barograph-caller", "somebody").put("barograph-limited", "false");
            submission.put("headers", headers).put("caller", "somebody").mergeIn(headers);
            assertThat(bridge.ask(submission.encode()).getJsonObject("body").getString("submittedBy"))
                    .isEqualTo("a submitter");
            JsonObject pause = frame(2, Addresses.SWEEP_PAUSE, new SweepQuery("mine"));
            bridge.ask(pause.put("headers", headers).mergeIn(headers).encode());
            JsonObject priority = frame(3, Addresses.SWEEP_PRIORITY, new SweepPriority("mine", 5));
            bridge.ask(priority.put("token", "admin").put("headers", headers).encode());

            assertThat(deeds(api, "mine"))
                    .containsExactly("submitted by a submitter", "paused by a submitter", "priorityChanged by a admin");
        }
    }

    private static JsonObject frame(long id, String address, io.barograph.api.Message body) {
        return new JsonObject(BridgeCall.of(id, address, body).text());
    }

    @Test
    void aMemberOfTheClusterMayGiveAName() throws Exception {
        try (TestingApi api = TestingApi.guarded()) {
            TestingApi.await(SweepClient.over(api.vertx).submit(TestingSpecs.sweep("s"), "k"));
            TestingApi.await(
                    SweepClient.over(api.vertx, Asker.member("me@host")).pause("s"));
            TestingApi.await(SweepClient.over(api.vertx).resume("s"));
            assertThat(deeds(api, "s"))
                    .containsExactly("submitted by cluster member", "paused by me@host", "resumed by cluster member");
            DeliveryOptions odd = new DeliveryOptions().addHeader("barograph-caller", "\u001b[2J");
            BarographException refused = BarographException.of(Objects.requireNonNull(api.vertx
                    .eventBus()
                    .request(Addresses.SWEEP_PAUSE, new SweepQuery("s"), odd)
                    .transform(done -> io.vertx.core.Future.succeededFuture(done.cause()))
                    .await()));
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        }
        try (TestingApi api = TestingApi.open()) {
            assertThat(api.submit(spec("mine"), "k").json().getString("submittedBy"))
                    .isEqualTo("local");
        }
    }

    @Test
    void aQuotaIsForTokensThatAreNoAdmins() throws Exception {
        try (TestingApi api = TestingApi.guarded(ArtifactStore.folder(folder), new Quota(1, null))) {
            assertThat(api.submit(spec("one"), "one").status()).isEqualTo(201);
            TestingApi.Answer refused = api.submit(spec("two"), "two");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().getString("code")).isEqualTo("QUOTA_EXCEEDED");
            assertThat(refused.json().getString("detail"))
                    .contains("quota of a submitter", "have not ended: 1, at most 1", "cancel one", "ask an admin");
            assertThat(api.submit(spec("one"), "one").status()).as("a repeat").isEqualTo(201);
            JsonObject submission = frame(1, Addresses.SWEEP_SUBMIT, new SubmitSweep("two", TestingSpecs.sweep("two")));
            TestingBridge bridge = TestingBridge.connect(api, "submitter");
            assertThat(TestingBridge.code(bridge.ask(submission.encode()))).isEqualTo("QUOTA_EXCEEDED");
            assertThat(TestingBridge.code(
                            bridge.ask(submission.put("token", "admin").encode())))
                    .isNull();
            TestingApi.await(SweepClient.over(api.vertx).submit(TestingSpecs.sweep("three"), "three"));

            assertThat(api.post(SWEEPS + "/one/cancel").json().getString("state"))
                    .isEqualTo(SweepState.CANCELLED.name());
            assertThat(api.submit(spec("four"), "four").status()).isEqualTo(201);
        }
    }

    @Test
    void aTokenIsShownOnceAndListedWithoutItsSecret() {
        try (TestingApi api = TestingApi.guarded()) {
            String tokens = "/api/v1/tokens";
            TestingApi.Answer created =
                    api.send("POST", tokens, "admin", "{\"name\": \"ci\", \"role\": \"submitter\"}");
            assertThat(created.header("Cache-Control")).isEqualTo("no-store");
            String secret = created.json().getString("token");
            String id = created.json().getString("id");
            assertThat(secret).startsWith("bgt_" + id);
            assertThat(api.send("GET", tokens, "admin", null).text())
                    .contains(id)
                    .doesNotContain(secret);
            assertThat(api.send("DELETE", tokens + "/" + id, "admin", null).text())
                    .contains(id)
                    .doesNotContain(secret);
            TestingApi.Answer gone = api.send("DELETE", tokens + "/" + id, "admin", null);
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.json().getString("code")).isEqualTo("UNKNOWN_TOKEN");
        }
    }
}
