package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import io.barograph.api.client.SweepClient;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.barograph.server.access.Quota;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.core.Future;
import io.vertx.openapi.contract.OpenAPIContract;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation, with every answer that the document names. */
class ConformanceTest {
    private static final String SWEEPS = "/api/v1/sweeps";

    @TempDir
    Path folder;

    private TestingApi api;
    private ContractCheck contract;
    private OpenAPIContract operations;
    private final Set<String> seen = new TreeSet<>();

    @BeforeEach
    void start() throws JsonProcessingException {
        api = TestingApi.guarded(ArtifactStore.folder(folder), new Quota(1, null));
        contract = new ContractCheck(api.get("/api/v1/openapi.json").text());
        operations = TestingApi.await(Contract.load(api.vertx)).openApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static String spec(String name) throws JsonProcessingException {
        return Jackson.mapper().writeValueAsString(TestingSpecs.sweep(name));
    }

    private Answer told(String operation, int status, Answer answer) {
        assertThat(answer.status()).as("%s %s", operation, answer.text()).isEqualTo(status);
        contract.check(operation, answer);
        seen.add(operation + " " + status);
        return answer;
    }

    private Answer as(String role, String method, String path, @Nullable String body) {
        return api.send(method, path, role, body);
    }

    private Answer with(String path, String header, String value) {
        return api.send(api.to(path, "viewer").header(header, value));
    }

    @Test
    void everyAnswerIsAsTheDocumentSays() throws JsonProcessingException {
        files(); // before another worker takes its trial
        told("listSweeps", 200, api.get(SWEEPS));
        told("submitSweep", 201, api.submit(spec("done"), "done"));
        told("submitSweep", 409, api.submit(spec("done"), "other"));
        told("submitSweep", 422, api.submit("name: 3", "key"));
        told("submitSweep", 400, api.submit("", "key"));
        told("submitSweep", 413, api.submit("x".repeat(2_000_000), "key"));
        TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker", 1)));
        TestingApi.await(SweepClient.over(api.vertx).follow("done", 0, event -> Future.succeededFuture()));

        told("listSweeps", 200, api.get(SWEEPS + "?limit=1"));
        Answer sweep = told("getSweep", 200, api.get(SWEEPS + "/done"));
        told("getSweep", 304, with(SWEEPS + "/done", "If-None-Match", sweep.header("ETag")));
        Answer front = told("getFront", 200, api.get(SWEEPS + "/done/front"));
        told("getFront", 304, with(SWEEPS + "/done/front", "If-None-Match", front.header("ETag")));
        for (String type : new String[] {"text/csv", "image/svg+xml", "image/png"}) {
            told("getFront", 200, with(SWEEPS + "/done/front", "Accept", type));
        }
        told("listEvents", 200, api.get(SWEEPS + "/done/events?type=trialEnded&type=ended"));
        told("listWorkers", 200, api.get("/api/v1/workers"));
        told("getSweepSchema", 200, api.get("/api/v1/schema/sweep"));
        for (String text : new String[] {spec("done"), spec("new"), "name: 3"}) {
            told("checkSweep", 200, as("submitter", "POST", SWEEPS + "/check", text));
        }
        told("checkSweep", 400, as("submitter", "POST", SWEEPS + "/check", ""));
        told("listTrials", 200, api.get(SWEEPS + "/done/trials?state=COMPLETED&limit=2"));
        told("getTrial", 200, api.get(SWEEPS + "/done/trials/t0001"));
        told("listEpochs", 200, api.get(SWEEPS + "/done/trials/t0001/epochs"));
        told("listEvents", 200, api.get(SWEEPS + "/done/events"));
        told("listEvents", 200, with(SWEEPS + "/done/events", "Accept", "text/event-stream"));
        told("listEvents", 204, with(SWEEPS + "/done/events?after=1000000", "Accept", "text/event-stream"));
        told("cancelSweep", 200, as("submitter", "POST", SWEEPS + "/done/cancel", null));
        told("pauseSweep", 409, as("submitter", "POST", SWEEPS + "/done/pause", null));
        told("resumeSweep", 409, as("submitter", "POST", SWEEPS + "/done/resume", null));
        told("changeSweep", 409, as("submitter", "PATCH", SWEEPS + "/done", "{\"priority\": 1}"));
        told("deleteSweep", 204, as("admin", "DELETE", SWEEPS + "/done", null));
        told("openBus", 426, api.get("/api/v1/bus"));
        seen.add("openBus 101"); // of BridgeTest
        whileItWaits();
        administration();
        errors();
        tooMany();

        Set<String> never = new HashSet<>();
        contract.operations().forEach((id, operation) -> operation
                .path("responses")
                .fieldNames()
                .forEachRemaining(status -> {
                    if (!status.equals("default") && !seen.contains(id + " " + status)) {
                        never.add(id + " " + status);
                    }
                }));
        assertThat(never).as("documented and never answered").isEmpty();
    }

    private void files() {
        ArtifactDownloadTest.complete(api, ArtifactStore.folder(folder), "files");
        told("listArtifacts", 200, api.get(SWEEPS + "/files/artifacts"));
        String path = SWEEPS + "/files/artifacts/t0000.onnx";
        Answer file = told("getArtifact", 200, api.get(path));
        told("getArtifact", 206, with(path, "Range", "bytes=0-9"));
        told("getArtifact", 416, with(path, "Range", "bytes=99999999-"));
        told("getArtifact", 304, with(path, "If-None-Match", file.header("ETag")));
    }

    private void whileItWaits() throws JsonProcessingException {
        String held = spec("held").replace("\"requires\":[]", "\"requires\":[\"elsewhere\"]");
        told("submitSweep", 201, api.submit(held, "held"));
        told("submitSweep", 201, api.submit(held, "held"));
        told("submitSweep", 429, api.submit(spec("second"), "second"));
        told("changeSweep", 200, as("submitter", "PATCH", SWEEPS + "/held", "{\"priority\": 1}"));
        told("changeSweep", 400, as("submitter", "PATCH", SWEEPS + "/held", "{\"priority\": 1000}"));
        told("changeSweep", 400, as("submitter", "PATCH", SWEEPS + "/held", "{"));
        told("pauseSweep", 200, as("submitter", "POST", SWEEPS + "/held/pause", null));
        told("resumeSweep", 200, as("submitter", "POST", SWEEPS + "/held/resume", null));
        told("deleteSweep", 409, as("admin", "DELETE", SWEEPS + "/held", null));
        told("cancelSweep", 200, as("submitter", "POST", SWEEPS + "/held/cancel", null));
    }

    private void administration() {
        String tokens = "/api/v1/tokens";
        told("createToken", 201, as("admin", "POST", tokens, "{\"name\": \"ci\", \"role\": \"viewer\", \"days\": 9}"));
        told("createToken", 400, as("admin", "POST", tokens, "{\"name\": \"ci\"}"));
        told("createToken", 400, as("admin", "POST", tokens, "{\"name\": \"abcdef12\", \"role\": \"viewer\"}"));
        told("listTokens", 200, as("admin", "GET", tokens, null));
        told("revokeToken", 200, as("admin", "DELETE", tokens + "/ci", null));
        told("listAudit", 200, as("admin", "GET", "/api/v1/audit?limit=1", null));
        told("listAudit", 400, as("admin", "GET", "/api/v1/audit?limit=0", null));
    }

    private void errors() {
        contract.operations().forEach((id, operation) -> {
            String method = method(id);
            String path = path(id);
            told(id, 401, as("guessed", method, path, null));
            if (!operation.path("x-role").asText().equals("viewer")) {
                told(id, 403, as("viewer", method, path, null));
            }
            if (path.contains("/none")) {
                String body = id.equals("changeSweep") ? "{\"priority\": 1}" : null;
                told(id, 404, as("admin", method, path, body));
                told(id, 400, as("admin", method, path.replace("/none", "/No%20Name"), body));
            }
        });
        told("listSweeps", 400, api.get(SWEEPS + "?limit=1001"));
        told("listTrials", 400, api.get(SWEEPS + "/held/trials?state=LOST"));
        told("listEvents", 400, api.get(SWEEPS + "/held/events?type=lost"));
        told("listWorkers", 400, api.get("/api/v1/workers?label=No%20Label"));
        told("listEvents", 400, with(SWEEPS + "/held/events", "Last-Event-ID", "seven"));
        told(
                "listEvents",
                404,
                api.send(api.to(SWEEPS + "/held/events", "viewer")
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", "999-1")));
        assertThat(api.send(api.to(SWEEPS, "admin").method("PUT", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(405);
    }

    private void tooMany() {
        try (TestingApi limited = TestingApi.limited(new HttpLimits(1, 1, 1))) {
            limited.get(SWEEPS);
            contract.operations().keySet().forEach(id -> {
                Answer answer = oneOfMany(limited, id);
                while (answer.status() != 429) { // a second has passed
                    answer = oneOfMany(limited, id);
                }
                assertThat(told(id, 429, answer).header("Retry-After")).isEqualTo("1");
            });
        }
    }

    /** The last of some that are sent at once, so that no slow machine gives each its second. */
    private Answer oneOfMany(TestingApi limited, String id) {
        HttpRequest.Builder request = limited.to(path(id), "viewer").method(method(id), BodyPublishers.noBody());
        return Stream.generate(() -> limited.sending(request))
                .limit(4)
                .toList()
                .get(3)
                .join();
    }

    private String path(String id) {
        return contractPath(id)
                .replace("{sweep}", "none")
                .replace("{token}", "none")
                .replace("{trial}", "t0001")
                .replace("{name}", "t0001.onnx");
    }

    private String contractPath(String id) {
        return operationOf(id).getAbsoluteOpenAPIPath();
    }

    private String method(String id) {
        return operationOf(id).getHttpMethod().name();
    }

    private io.vertx.openapi.contract.Operation operationOf(String id) {
        return operations.operation(id);
    }
}
