package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.barograph.cli.TestingPorts;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** An orchestrator with a certificate, and those who come with one, with none, and with a stranger's. */
class EncryptedEventBusIT {
    private static final long PATIENCE_SECONDS = 60;
    private static final DeliveryOptions SOON = new DeliveryOptions().setSendTimeout(1000);

    @TempDir
    Path folder;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final List<Vertx> joined = new ArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LastingClusterManager.class);
    private TlsIdentity ours;
    private TlsIdentity strangers;
    private MemberAddress address;
    private int eventBusPort;
    private Vertx orchestrator;

    @BeforeEach
    void startOrchestrator() throws Exception {
        TestingAuthority authority = new TestingAuthority("ours");
        ours = authority.member(folder, "orchestrator").read(Instant.now());
        strangers = new TestingAuthority("strangers").member(folder, "stranger").read(Instant.now());
        address = new MemberAddress("127.0.0.1", TestingPorts.free());
        eventBusPort = TestingPorts.free();
        orchestrator = joined(
                new ClusterConfig("encrypted", Role.ORCHESTRATOR, address, eventBusPort, List.of(), false, ours));
        orchestrator.eventBus().<String>consumer("ask", message -> {
            heard.add(message.body());
            message.reply("offer");
        });
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leave() throws Exception {
        logger.detachAppender(logged);
        Future.join(joined.stream().map(Vertx::close).toList()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void membersOfOneAuthorityTalkAndNobodyElseDoes() throws Exception {
        TlsIdentity another = new TlsFiles(
                        folder.resolve("orchestrator/tls.crt"),
                        folder.resolve("orchestrator/tls.key"),
                        folder.resolve("orchestrator/ca.crt"))
                .read(Instant.now());
        Vertx worker = joined(guest(another));
        awaitOffer(worker);
        assertThat(logged.list).isEmpty();

        // Those who are no members and only reach the port.
        assertThatThrownBy(() -> connect("TLSv1.2")).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> connect("TLSv1.3"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("certificate");

        // Commands and workers end at once, and say why.
        assertThatThrownBy(() -> joined(guest(null)))
                .hasMessageContaining(
                        "the orchestrator at " + address + " encrypts its event bus and this member does not");

        // Who does not look gets nothing through all the same.
        for (Vertx careless : List.of(careless(null), careless(strangers))) {
            assertThat(ask(careless, "let me in")).doesNotContain("offer");
            listen(careless, "overheard");
        }
        listen(worker, "told");
        for (int i = 0; i < 3; i++) {
            orchestrator.eventBus().publish("tell", "");
            awaitOffer(worker);
        }
        assertThat(heard).containsOnly("a friend", "told");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("No message gets through to or from the member at 127.0.0.1:")
                        && line.endsWith("it does not encrypt its event bus and this member does (--tls-cert)"))
                .anyMatch(line -> line.endsWith(
                        "the member at " + address + ": it encrypts its event bus and this member does not"
                                + " (--tls-cert, --tls-key, --tls-ca)"))
                .anyMatch(line -> line.endsWith("trusts none of the authorities that this member trusts (--tls-ca)"));
    }

    /** Trusts everybody and shows nothing; reads what the server says to that. */
    private void connect(String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", eventBusPort)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setSoTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)));
            socket.startHandshake();
            int answer = socket.getInputStream().read(); // with TLS 1.3 this is when the server has looked
            throw new AssertionError("answered " + answer);
        }
    }

    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private ClusterConfig guest(@Nullable TlsIdentity identity) {
        return new ClusterConfig(
                "encrypted", Role.GUEST, ClusterConfig.DEFAULT_GUEST, 0, List.of(address), false, identity);
    }

    private Vertx joined(ClusterConfig config) throws Exception {
        Vertx vertx = ClusteredVertx.join(config).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        joined.add(vertx);
        return vertx;
    }

    /** A guest that stays however little it has in common with the orchestrator. */
    private Vertx careless(@Nullable TlsIdentity identity) throws Exception {
        EventBusOptions eventBus = new EventBusOptions().setHost("127.0.0.1").setClusterPublicHost("127.0.0.1");
        if (identity != null) {
            identity.protect(eventBus);
        }
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(eventBus))
                .withClusterManager(new LastingClusterManager(HazelcastSettings.of(guest(identity))))
                .buildClustered()
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        joined.add(vertx);
        return vertx;
    }

    private void listen(Vertx vertx, String note) throws Exception {
        vertx.eventBus()
                .<String>consumer("tell", message -> heard.add(note))
                .completion()
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks again and again, as workers do. */
    private static void awaitOffer(Vertx worker) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String answer = ask(worker, "a friend");
        while (!answer.equals("offer") && System.nanoTime() < end) {
            answer = ask(worker, "a friend");
        }
        assertThat(answer).isEqualTo("offer");
    }

    private static String ask(Vertx from, String body) throws Exception {
        return from.eventBus()
                .<String>request("ask", body, SOON)
                .map(reply -> reply.body())
                .otherwise(Throwable::toString)
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
