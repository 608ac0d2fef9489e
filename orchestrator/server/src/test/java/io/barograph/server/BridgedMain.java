package io.barograph.server;

import io.barograph.server.http.HttpConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Runs in a child JVM: a server with HTTP and one made-up worker, until it is killed. */
final class BridgedMain {
    private static final long EPOCH_MILLIS = 60;

    private BridgedMain() {}

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        HttpConfig http = HttpConfig.open(Integer.parseInt(arguments[1]));
        BarographServer.start(vertx, ServerConfig.embedded(Path.of(arguments[0]), http), new SimpleMeterRegistry())
                .compose(server -> vertx.deployVerticle(new TestingWorker("worker", EPOCH_MILLIS)))
                .onSuccess(worker -> System.out.println("ready"))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }
}
