package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepState;
import io.barograph.api.client.BridgeOptions;
import io.barograph.api.client.SweepClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledBridgeIT {
    private static final long KILLED_AT = 6;

    @TempDir
    Path folder;

    @Test
    void whoFollowsHearsEveryEventOnceThoughTheServerIsKilledMeanwhile() throws Exception {
        int port = freePort();
        Vertx vertx = Vertx.vertx();
        TestingJvm[] server = {start(port)};
        try {
            SweepClient client = SweepClient.connect(vertx, BridgeOptions.to("http://127.0.0.1:" + port));
            List<Long> seen = Collections.synchronizedList(new ArrayList<>());
            Future<Void> end = client.submit(TestingSpecs.sweep("followed"), "key")
                    .compose(view -> client.follow("followed", 0, event -> {
                        seen.add(event.sequence());
                        return event.sequence() == KILLED_AT
                                ? vertx.executeBlocking(() -> {
                                    server[0].kill();
                                    server[0] = start(port);
                                    return true;
                                })
                                : Future.succeededFuture();
                    }));
            end.await(120, TimeUnit.SECONDS);
            long last = client.get("followed").await(60, TimeUnit.SECONDS).sequence();
            assertThat(seen)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
            assertThat(client.front("followed").await(60, TimeUnit.SECONDS).state())
                    .isEqualTo(SweepState.COMPLETED);
        } finally {
            server[0].close();
            WholeSweepIT.await(vertx.close());
        }
    }

    private TestingJvm start(int port) throws Exception {
        TestingJvm started = TestingJvm.run(BridgedMain.class, folder, port);
        started.expectLine("ready");
        return started;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
