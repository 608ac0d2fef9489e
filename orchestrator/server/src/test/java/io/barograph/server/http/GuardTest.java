package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.access.Role;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final List<String> READS = List.of(
            "listSweeps",
            "getSweep",
            "getFront",
            "listTrials",
            "getTrial",
            "listEpochs",
            "listEvents",
            "listArtifacts",
            "getArtifact",
            "openBus");

    @Test
    void everyOperationTakesTheRolesItNamesAndNoOthers() {
        try (TestingApi api = TestingApi.guarded()) {
            Contract contract = TestingApi.await(Contract.load(api.vertx));
            for (Operation operation : contract.openApi().operations()) {
                String id = operation.getOperationId();
                assertThat(contract.role(id)).isEqualTo(needed(id));
                assertThat(status(api, operation, null)).as(id).isEqualTo(401);
                assertThat(status(api, operation, "guessed")).as(id).isEqualTo(401);
                for (Role role : Role.values()) {
                    int status = status(api, operation, role.label());
                    if (role.includes(contract.role(id))) {
                        assertThat(status).as("%s %s", id, role).isNotIn(401, 403);
                    } else {
                        assertThat(status).as("%s %s", id, role).isEqualTo(403);
                    }
                }
            }
            assertThat(api.send("GET", "/api/v1/openapi.json", null, null).status())
                    .isEqualTo(401);
            assertThat(api.send("GET", "/api/v1/nothing", null, null).status()).isEqualTo(401);
        }
    }

    private static Role needed(String id) {
        return READS.contains(id) ? Role.VIEWER : id.equals("deleteSweep") ? Role.ADMIN : Role.SUBMITTER;
    }

    private static int status(TestingApi api, Operation operation, @Nullable String token) {
        String path = operation
                .getAbsoluteOpenAPIPath()
                .replace("{sweep}", "none")
                .replace("{trial}", "none")
                .replace("{name}", "t0000.onnx");
        return api.send(operation.getHttpMethod().name(), path, token, null).status();
    }

    @Test
    void anOpenServerIsForThisMachineAlone() {
        try (TestingApi api = TestingApi.open()) {
            assertThat(api.send("GET", "/api/v1/sweeps", null, null).status()).isEqualTo(200);
            assertThat(api.send(api.to("/api/v1/sweeps/none/cancel", null)
                                    .header("Origin", "https://example.org")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(403);
            assertThat(api.send(api.to("/api/v1/sweeps/none/cancel", null)
                                    .header("Origin", "http://127.0.0.1:" + api.port())
                                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(404);
            assertThat(rebound(api)).contains("403");
        }
    }

    /** A page whose name somebody's DNS has changed to loopback sends that name. */
    private static String rebound(TestingApi api) {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", api.port())) {
            socket.getOutputStream()
                    .write("GET /api/v1/sweeps HTTP/1.1\r\nHost: rebound.example.org\r\nConnection: close\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, java.nio.charset.StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokensDoNotTravelInClearText() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> HttpConfig.guarded("0.0.0.0", 0, null))
                .hasMessageContaining("without TLS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void aServerWithoutTokensListensOnLoopbackAlone(String host) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new HttpConfig(host, 0, null, true))
                .hasMessageContaining("loopback");
    }
}
