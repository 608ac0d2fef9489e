package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.barograph.api.Addresses;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepView;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.barograph.api.client.SweepClient;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.cli.cluster.MemberAddress;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.schedule.Replies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A member of another version sends what this one does not know, over real connections: refused, told once, and nothing breaks. */
class ForeignMessagesIT {
    private static final String OUR_CODEC = "barograph.v1.json";
    private static final String NEWER_CODEC = "barograph.v2.json";
    private static final int TIMES = 30;
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Replies.class);
    private Vertx orchestrator;
    private Vertx foreign;
    private BarographServer server;

    /** A message as it goes over the wire. */
    private record Raw(String type, String json) {}

    /** Writes anything under the name of a codec. */
    private record RawCodec(String name) implements MessageCodec<Raw, Raw> {
        @Override
        public void encodeToWire(Buffer buffer, Raw raw) {
            byte[] json = raw.json.getBytes(StandardCharsets.UTF_8);
            buffer.appendByte((byte) raw.type.length()).appendString(raw.type);
            buffer.appendInt(json.length).appendBytes(json);
        }

        @Override
        public Raw decodeFromWire(int position, Buffer buffer) {
            return new Raw("answer", buffer.getString(position, buffer.length()));
        }

        @Override
        public Raw transform(Raw raw) {
            return raw;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }

    @BeforeEach
    void join() throws Exception {
        MemberAddress address = new MemberAddress("127.0.0.1", TestingPorts.free());
        orchestrator = await(ClusteredVertx.join(cluster(ClusterConfig.Role.ORCHESTRATOR, address, address)));
        server = await(ServerStart.start(orchestrator, ServerConfig.embedded(folder.resolve("database"))));
        foreign = await(ClusteredVertx.join(cluster(ClusterConfig.Role.GUEST, ClusterConfig.DEFAULT_GUEST, address)));
        foreign.eventBus().registerCodec(new RawCodec(OUR_CODEC)).registerCodec(new RawCodec(NEWER_CODEC));
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leave() throws Exception {
        logger.detachAppender(logged);
        await(foreign.close());
        await(server.stop());
        await(orchestrator.close());
    }

    @Test
    void everyOneIsAnsweredAndTheSchedulerGoesOn() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            refused(Addresses.TRIAL_ASK, new Raw("TrialHint", "{}"), "unknown message type TrialHint");
            refused(Addresses.TRIAL_ASK, new Raw("TrialAsk", "{\"worker\":"), "unreadable TrialAsk");
            refused(Addresses.TRIAL_RESULT, new Raw("TrialResult", "{}"), "unreadable TrialResult");
            refused(
                    Addresses.TRIAL_EPOCH,
                    new Raw("TrialStop", "{\"sweep\":\"s\",\"trial\":\"t0000\",\"attempt\":1}"),
                    "TrialStop in place of EpochReport");
            refused(
                    Addresses.SWEEP_GET,
                    new Raw("Ack", "{\"accepted\":true,\"reason\":\"PERHAPS\"}"),
                    "unreadable Ack");
            foreign.eventBus().publish(Addresses.SWEEP_CHANGED, new Raw("SweepHint", "{}"), codec(OUR_CODEC));
            ReplyException unknown = failure(Addresses.TRIAL_ASK, new Raw("TrialAsk", "{}"), NEWER_CODEC);
            assertThat(unknown).hasMessageContaining(NEWER_CODEC);
        }
        assertThat(logged.list).as("a line for each kind, not for each message").hasSize(5);

        Path spec = Files.writeString(
                folder.resolve("small.yaml"),
                """
                apiVersion: barograph.io/v1
                kind: Sweep
                name: small
                dataset: {name: fashion-mnist-sample}
                network: {kind: plain-cnn, width: 8}
                search:
                  budgets: [1, 0.5]
                """);
        SweepView view = await(SweepClient.over(orchestrator).submit(SweepSpecReader.read(spec), "key"));
        assertThat(view.sweep()).isEqualTo("small");
        assertThat(offered()).isNotNull();
    }

    /** Asks as a worker does: again, until the scheduler has looked for the new sweep. */
    private @Nullable TrialAssignment offered() throws Exception {
        TrialAssignment assignment = null;
        for (int number = 1; assignment == null && number < PATIENCE_SECONDS; number++) {
            TrialAsk ask = TrialAsk.of("worker", 0, number, "process");
            TrialOffer offer = (TrialOffer) await(orchestrator.eventBus().<Object>request(Addresses.TRIAL_ASK, ask))
                    .body();
            assignment = offer.assignment();
            Thread.sleep(offer.retryMillis());
        }
        return assignment;
    }

    private void refused(String address, Raw raw, String reason) throws Exception {
        ReplyException refusal = failure(address, raw, OUR_CODEC);
        assertThat(refusal.failureCode()).isEqualTo(ErrorCode.INVALID_REQUEST.number());
        assertThat(refusal).hasMessageContaining(reason).hasMessageContaining("do all members run the same Barograph?");
    }

    private ReplyException failure(String address, Raw raw, String codec) throws Exception {
        try {
            await(foreign.eventBus().<Object>request(address, raw, codec(codec)));
            throw new AssertionError("not refused: " + raw);
        } catch (ExecutionException e) {
            return (ReplyException) Objects.requireNonNull(e.getCause());
        }
    }

    private static DeliveryOptions codec(String name) {
        return new DeliveryOptions().setCodecName(name);
    }

    private static ClusterConfig cluster(ClusterConfig.Role role, MemberAddress listen, MemberAddress join) {
        return new ClusterConfig("foreign", role, listen, 0, List.of(join), false);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
