package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.cluster.ClusterConfig.Role;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachabilityTest {
    @TempDir
    Path folder;

    @Test
    void anEncryptedHttpApiIsNoMember() throws Exception {
        TlsFiles files = new TestingAuthority("authority").server(folder, "localhost");
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                            .setSsl(true)
                            .setKeyCertOptions(new PemKeyCertOptions()
                                    .setCertPath(files.certificate().toString())
                                    .setKeyPath(files.key().toString())))
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1")
                    .await(60, TimeUnit.SECONDS);
            assertThat(Reachability.onlyOthers(guest(server.actualPort()), Duration.ofMinutes(2)))
                    .isTrue();
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoIsSilentOrNotThereMayBeAMember() throws IOException {
        ClusterConfig guest;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            guest = guest(silent.getLocalPort());
            assertThat(Reachability.any(guest)).isTrue();
            assertThat(Reachability.onlyOthers(guest, Duration.ofMillis(50))).isFalse();
        }
        assertThat(Reachability.onlyOthers(guest)).isFalse();
    }

    private static ClusterConfig guest(int port) {
        MemberAddress place = new MemberAddress("127.0.0.1", port);
        return new ClusterConfig("reached", Role.GUEST, ClusterConfig.DEFAULT_GUEST, 0, List.of(place), false);
    }
}
