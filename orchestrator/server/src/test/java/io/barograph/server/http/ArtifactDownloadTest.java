package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.SearchSpec;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialResult;
import io.barograph.api.client.SweepClient;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.TestingSpecs;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial's files, over HTTP. */
class ArtifactDownloadTest {
    private static final String FILES = "/api/v1/sweeps/one/artifacts";

    @TempDir
    Path folder;

    private TestingApi api;
    private byte[] onnx;
    private String hash;

    @BeforeEach
    void completeATrial() {
        ArtifactStore store = ArtifactStore.folder(folder);
        api = TestingApi.guarded(store);
        onnx = complete(api, store, "one");
        hash = store.list().iterator().next();
    }

    /** Submits a sweep of one trial and completes it; the content of its ONNX file. */
    static byte[] complete(TestingApi api, ArtifactStore store, String sweep) {
        TestingApi.await(
                SweepClient.over(api.vertx).submit(TestingSpecs.sweep(sweep, SearchSpec.grid(List.of(1.0))), sweep));
        TrialAssignment assignment = null;
        for (int ask = 1; assignment == null; ask++) {
            assignment = TestingApi.await(api.vertx
                            .eventBus()
                            .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of(sweep, 0, ask, "life")))
                    .body()
                    .assignment();
        }
        TrialResult made = TestingSpecs.result(sweep, assignment.config().trial(), assignment.attempt(), 1.0);
        byte[] onnx = new byte[(int) made.measurement().fileBytes()];
        new Random(1).nextBytes(onnx);
        TrialResult result = new TrialResult(
                made.sweep(),
                made.trial(),
                made.attempt(),
                made.measurement(),
                made.model(),
                store.put(new ByteArrayInputStream(onnx), "onnx"),
                made.inputs(),
                made.mapsClosedByForce(),
                made.prunableMaps(),
                made.seconds(),
                made.note(),
                null);
        Ack ack = TestingApi.await(api.vertx.eventBus().<Ack>request(Addresses.TRIAL_RESULT, result))
                .body();
        assertThat(ack.accepted()).isTrue();
        return onnx;
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void filesAreListedAndCome() {
        JsonArray files = api.get(FILES).json().getJsonArray("artifacts");
        assertThat(files.stream().map(file -> ((JsonObject) file).getString("name")))
                .contains("t0000.onnx", "t0000.zip");
        Answer whole = api.get(FILES + "/t0000.onnx");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(onnx);
        assertThat(whole.header("ETag")).isEqualTo("\"" + hash + "\"");
        assertThat(whole.header("Content-Disposition")).isEqualTo("attachment; filename=\"t0000.onnx\"");
    }

    @Test
    void aPartComesAndAnUnchangedFileDoesNot() {
        Answer part = api.send(api.to(FILES + "/t0000.onnx", "viewer").header("Range", "bytes=100-299"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(onnx, 100, 300));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 100-299/" + onnx.length);
        Answer behind = api.send(api.to(FILES + "/t0000.onnx", "viewer").header("Range", "bytes=" + onnx.length + "-"));
        assertThat(behind.status()).isEqualTo(416);
        assertThat(behind.header("Content-Range")).isEqualTo("bytes */" + onnx.length);
        Answer changed = api.send(api.to(FILES + "/t0000.onnx", "viewer")
                .header("Range", "bytes=100-299")
                .header("If-Range", "\"another\""));
        assertThat(changed.body()).isEqualTo(onnx);
        Answer same = api.send(api.to(FILES + "/t0000.onnx", "viewer").header("If-None-Match", "\"" + hash + "\""));
        assertThat(same.status()).isEqualTo(304);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(api.get(FILES + "/t0001.onnx").status()).isEqualTo(404);
        assertThat(api.get(FILES + "/..%2f..%2fetc%2fpasswd").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/sweeps/none/artifacts").status()).isEqualTo(404);
        ArtifactStore.folder(folder).delete(hash);
        Answer gone = api.get(FILES + "/t0000.onnx");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().getString("code")).isEqualTo("UNKNOWN_ARTIFACT");
        assertThat(gone.header("ETag")).isEmpty();
        assertThat(gone.header("Content-Disposition")).isEmpty();
    }

    @Test
    void withoutAStoreThereAreNone() {
        try (TestingApi without = TestingApi.guarded()) {
            Answer refused = without.get("/api/v1/sweeps/none/artifacts");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().getString("detail")).contains("--artifacts");
        }
    }
}
