package io.barograph.server;

import io.barograph.api.client.SweepClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Runs in a child JVM: a whole sweep with one made-up worker; prints every stored event, then {@code ended}. */
final class SweepingMain {
    private static final long EPOCH_MILLIS = 60;

    private SweepingMain() {}

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        SweepClient client = SweepClient.over(vertx);
        System.out.println("starting");
        BarographServer.start(vertx, ServerConfig.embedded(Path.of(arguments[0])), new SimpleMeterRegistry())
                .compose(server -> client.submit(TestingSpecs.sweep("killed"), "key")
                        .onSuccess(view -> System.out.println("ready"))
                        .compose(view -> vertx.deployVerticle(new TestingWorker("worker", EPOCH_MILLIS)))
                        .compose(worker -> client.follow("killed", 0, event -> {
                            System.out.println("event " + event.sequence() + " " + event.change());
                            return Future.succeededFuture();
                        }))
                        .eventually(server::stop))
                .onSuccess(done -> System.out.println("ended"))
                .onFailure(Throwable::printStackTrace)
                .eventually(vertx::close);
    }
}
