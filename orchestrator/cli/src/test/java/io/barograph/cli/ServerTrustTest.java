package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.cli.cluster.TestingAuthority;
import io.barograph.cli.cluster.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of servers whose certificates are not valid now, or who have none. */
class ServerTrustTest {
    private static final String HOST = "127.0.0.1";

    @TempDir
    Path folder;

    @Test
    void whatIsOutOfItsTimeIsNotCalledForeign() throws Exception {
        Instant now = Instant.now();
        TestingAuthority authority = new TestingAuthority("authority");
        TlsFiles past = authority.server(
                folder.resolve("past"), now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), HOST);
        askingServerWith(past)
                .hasMessageContaining("the certificate of https://127.0.0.1:")
                .hasMessageContaining("has expired")
                .hasMessageContaining("it must be renewed");
        TlsFiles future = authority.server(
                folder.resolve("future"), now.plus(Duration.ofHours(6)), now.plus(Duration.ofHours(9)), HOST);
        askingServerWith(future).hasMessageContaining("is not valid yet").hasMessageContaining("clock");
    }

    @Test
    void aServerThatDoesNotEncryptIsNamed() throws Exception {
        askingServer(new HttpServerOptions(), ServerTrust.read(null))
                .hasMessageContaining(" does not encrypt")
                .hasMessageContaining("give --server http://127.0.0.1:");
    }

    @Test
    void whoFollowsEndsWhenTheServerComesBackWithAForeignCertificate() throws Exception {
        TlsFiles own = new TestingAuthority("authority").server(folder.resolve("own"), HOST);
        TlsFiles foreign = new TestingAuthority("stranger").server(folder.resolve("foreign"), HOST);
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer first = listen(vertx, encrypted(own), 0);
            ServerAddress address = ServerAddress.parse("https://" + HOST + ":" + first.actualPort());
            HttpCalls calls = new HttpCalls(address, ServerToken.read(null), ServerTrust.read(own.authorities()));
            calls.get("sweeps/flowers", Object.class); // as watch does
            try (HttpEvents events = new HttpEvents(calls, "flowers", 0, event -> {})) {
                Future<Void> followed = events.start();
                first.close().await(60, TimeUnit.SECONDS);
                listen(vertx, encrypted(foreign), first.actualPort());

                assertThatThrownBy(() -> followed.await(60, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(CliException.class, e -> assertThat(e.exitCode())
                                .isEqualTo(ExitCode.CLUSTER))
                        .hasMessageContaining("no authority that is believed has signed the certificate of " + address)
                        .hasMessageContaining("--server-ca");
            }
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    private static AbstractThrowableAssert<?, ?> askingServerWith(TlsFiles files) throws Exception {
        return askingServer(encrypted(files), ServerTrust.read(files.authorities()));
    }

    private static HttpServerOptions encrypted(TlsFiles files) {
        PemKeyCertOptions pem = new PemKeyCertOptions()
                .setCertPath(files.certificate().toString())
                .setKeyPath(files.key().toString());
        return new HttpServerOptions().setSsl(true).setKeyCertOptions(pem);
    }

    private static HttpServer listen(Vertx vertx, HttpServerOptions options, int port) throws Exception {
        return vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end("{}"))
                .listen(port, HOST)
                .await(60, TimeUnit.SECONDS);
    }

    private static AbstractThrowableAssert<?, ?> askingServer(HttpServerOptions options, ServerTrust trust)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            return asking("https://" + HOST + ":" + listen(vertx, options, 0).actualPort(), trust);
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAddressWithoutASchemeIsToldTheForm() {
        assertThatThrownBy(() -> ServerAddress.parse("localhost:8443"))
                .hasMessage("--server must be a URL as https://HOST:PORT");
        assertThatThrownBy(() -> ServerAddress.parse("ftp://host:1"))
                .hasMessage("--server must be a URL as https://HOST:PORT, was ftp://host");
    }

    private static AbstractThrowableAssert<?, ?> asking(String url, ServerTrust trust) {
        HttpCalls calls = new HttpCalls(ServerAddress.parse(url), ServerToken.read(null), trust);
        return assertThatThrownBy(() -> calls.get("sweeps", Object.class))
                .isInstanceOfSatisfying(
                        CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER));
    }
}
