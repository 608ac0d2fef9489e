import io.barograph.api.client.BridgeOptions;
import io.barograph.api.client.SweepClient;
import io.barograph.api.SweepSpec;
import io.barograph.api.spec.SweepSpecReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Submits a sweep to an orchestrator and prints its front. Arguments: URI SPEC; the token is in BAROGRAPH_TOKEN. */
public final class SubmitSweep {
    public static void main(String[] arguments) {
        SweepSpec spec = SweepSpecReader.read(Path.of(arguments[1]));
        BridgeOptions options = BridgeOptions.to(arguments[0]).withToken(System.getenv("BAROGRAPH_TOKEN"));
        Vertx vertx = Vertx.vertx();
        SweepClient client = SweepClient.connect(vertx, options);
        client.submit(spec, "first " + spec.name())
                .compose(sweep -> client.follow(spec.name(), 0, event -> {
                    System.err.println(event.change());
                    return Future.succeededFuture();
                }))
                .compose(ended -> client.front(spec.name()))
                .onSuccess(front -> front.points()
                        .forEach(point -> System.out.println(point.volumeRatio() + "\t" + point.testAccuracy())))
                .onFailure(failure -> System.err.println(failure.getMessage()))
                .eventually(client::close)
                .eventually(vertx::close);
    }
}
