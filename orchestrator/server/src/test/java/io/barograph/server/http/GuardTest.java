package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.access.Authenticator;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Role;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
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
    void whoGoesWhileATokenIsLookedUpLeavesNoError() {
        Promise<@Nullable Caller> lookup = Promise.promise();
        CountDownLatch asked = new CountDownLatch(1);
        List<Throwable> unhandled = new CopyOnWriteArrayList<>();
        Authenticator access = token -> {
            if (!"slow".equals(token)) {
                return TestingApi.ROLES.caller(token);
            }
            asked.countDown();
            return lookup.future();
        };
        try (TestingApi api = TestingApi.guarded(access)) {
            api.vertx.exceptionHandler(unhandled::add);
            HttpClient client = api.vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            HttpClientRequest request =
                    TestingApi.await(client.request(HttpMethod.GET, api.port(), "127.0.0.1", "/api/v1/sweeps"));
            request.putHeader("Authorization", "Bearer slow").end();
            assertThat(await(asked)).isTrue();
            TestingApi.await(request.reset());
            HttpClientRequest next =
                    TestingApi.await(client.request(HttpMethod.GET, api.port(), "127.0.0.1", "/health/live"));
            TestingApi.await(next.send()); // so that the first has ended there too
            lookup.complete(new Caller("late", Role.VIEWER));
            assertThat(api.get("/api/v1/sweeps").status()).isEqualTo(200);
            assertThat(unhandled).isEmpty();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokensDoNotTravelInClearText() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> HttpConfig.guarded("0.0.0.0", 0, null))
                .hasMessageContaining("without TLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "//grafana.example.org",
                "grafana",
                "https:///d",
                "https://me:secret@grafana.example.org",
                "https://grafana.example.org/?orgId=1",
                "https://grafana.example.org/#x"
            })
    void dashboardsAreAtAnAddressThatMayBeShown(String grafana) {
        HttpConfig config = HttpConfig.open(0);
        java.net.URI place = java.net.URI.create(grafana);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> config.withGrafana(place))
                .hasMessageContaining("is not the address of a Grafana");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void aServerWithoutTokensListensOnLoopbackAlone(String host) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new HttpConfig(host, 0, null, true, null, null))
                .hasMessageContaining("loopback");
    }
}
