package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.barograph.cli.TestingPorts;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as that of Kubernetes does, to those who bring its token. */
class KubernetesServiceTest {
    private static final String TOKEN = "token-of-the-service-account";
    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/experiments/endpointslices";
    private static final String ENDPOINTS = "/api/v1/namespaces/experiments/endpoints/orchestrators";
    private static final String OF_SERVICE = "labelSelector=kubernetes.io/service-name=orchestrators";
    private static final String FORBIDDEN =
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden",
             "reason":"Forbidden","details":{},"code":403}""";
    private static final String NO_SLICES =
            """
            {"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"7"},"items":[
             {"metadata":{"name":"orchestrators-x7k2p","namespace":"experiments",
               "labels":{"kubernetes.io/service-name":"orchestrators"}},
              "addressType":"IPv4","endpoints":null,"ports":null}]}""";
    private static final String SLICE =
            """
            {"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"8"},"items":[
             {"metadata":{"name":"orchestrators-x7k2p","namespace":"experiments",
               "labels":{"kubernetes.io/service-name":"orchestrators"}},
              "addressType":"IPv4",
              "endpoints":[{"addresses":["%s"],
                "conditions":{"ready":false,"serving":false,"terminating":false},
                "targetRef":{"kind":"Pod","namespace":"experiments","name":"orchestrator-0"},"nodeName":"node-1"}],
              "ports":[{"name":"http","port":8080,"protocol":"TCP"}]}]}""";
    private static final String ENDPOINTS_OF_SERVICE =
            """
            {"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"orchestrators","namespace":"experiments"},
             "subsets":[{"notReadyAddresses":[{"ip":"%s","nodeName":"node-1",
               "targetRef":{"kind":"Pod","namespace":"experiments","name":"orchestrator-0"}}],
              "ports":[{"name":"http","port":8080,"protocol":"TCP"}]}]}""";

    private final TestingAuthority authority = authority();
    private HttpsServer server;
    private volatile String slices = NO_SLICES;
    private volatile boolean mayListSlices = true;
    private int port;

    private static TestingAuthority authority() {
        try {
            return new TestingAuthority("kubernetes");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        port = TestingPorts.free();
        KeyPair keys = TestingAuthority.ecKeys();
        byte[] certified = authority.issue(
                "localhost", keys, Instant.now().minusSeconds(60), Instant.now().plusSeconds(600));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certified));
        store.setKeyEntry("server", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = exchange.getRequestURI().getQuery();
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean ofSlices = path.equals(SLICES) && (query == null || query.equals(OF_SERVICE));
            if (!known || ofSlices && !mayListSlices || !ofSlices && !path.equals(ENDPOINTS)) {
                send(exchange, known ? 403 : 401, FORBIDDEN);
            } else {
                send(exchange, 200, ofSlices ? slices : ENDPOINTS_OF_SERVICE.formatted("10.1.2.9"));
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    private KubernetesService service(String token, String trusted) {
        Map<String, String> access = Map.of(
                "kubernetes-master", "https://localhost:" + server.getAddress().getPort(),
                "api-token", token,
                "ca-certificate", trusted);
        return KubernetesService.parse("kubernetes:experiments/orchestrators:" + port, access);
    }

    @Test
    void followsThePodsOfAService() {
        KubernetesService service = service(TOKEN, authority.text());
        assertThat(service.addresses()).isEmpty();
        slices = SLICE.formatted("10.1.2.3");
        assertThat(service.addresses()).containsExactly(new InetSocketAddress("10.1.2.3", port));
        slices = SLICE.formatted("10.1.2.4");
        assertThat(service.addresses()).containsExactly(new InetSocketAddress("10.1.2.4", port));
    }

    @Test
    void asksForTheEndpointsWhereSlicesMayNotBeListed() {
        mayListSlices = false;
        assertThat(service(TOKEN, authority.text()).addresses())
                .containsExactly(new InetSocketAddress("10.1.2.9", port));
    }

    @Test
    void knowsNothingWhereTheServerRefusesItOrIsNotTheRightOne() throws Exception {
        slices = SLICE.formatted("10.1.2.3");
        assertThat(service("another", authority.text()).addresses()).isEmpty();
        assertThat(service(TOKEN, new TestingAuthority("another").text()).addresses())
                .isEmpty();
    }

    @Test
    void aGuestJoinsWhenThePodIsThere() throws Exception {
        ClusterConfig guest = new ClusterConfig(
                "kubernetes",
                Role.GUEST,
                ClusterConfig.DEFAULT_GUEST,
                0,
                List.of(service(TOKEN, authority.text())),
                false);
        MemberAddress address = new MemberAddress("127.0.0.1", port);
        Vertx orchestrator = join(new ClusterConfig("kubernetes", Role.ORCHESTRATOR, address, 0, List.of(), false));
        try {
            assertThat(Reachability.any(guest)).isFalse();
            slices = SLICE.formatted("127.0.0.1");
            assertThat(Reachability.any(guest)).isTrue();
            assertThat(Reachability.onlyOthers(guest)).isFalse();
            Vertx worker = join(guest);
            orchestrator.eventBus().consumer("ask", message -> message.reply("offer"));
            worker.eventBus().consumer("stop", message -> message.reply("stopped"));
            worker.close().await(60, TimeUnit.SECONDS);
        } finally {
            orchestrator.close().await(60, TimeUnit.SECONDS);
        }
    }

    private static Vertx join(ClusterConfig config) throws Exception {
        return ClusteredVertx.join(config).await(60, TimeUnit.SECONDS);
    }

    @Test
    void isReadTheWayItIsWritten() {
        assertThat(KubernetesService.parse("kubernetes:a/b", Map.of())).hasToString("kubernetes:a/b:5701");
        assertThat(KubernetesService.parse("kubernetes:a/b:99", Map.of())).hasToString("kubernetes:a/b:99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes:b", "kubernetes:A/b", "kubernetes:a/b:x", "kubernetes:a/../b", "kubernetes:/b"})
    void refusesWhatIsNoService(String text) {
        assertThatThrownBy(() -> JoinTarget.parse(text)).hasMessageStartingWith("a service is written kubernetes:");
    }

    @Test
    void needsAPod() {
        assertThatThrownBy(() -> JoinTarget.parse("kubernetes:a/b"))
                .hasMessageContaining("needs a pod with a service account");
    }
}
