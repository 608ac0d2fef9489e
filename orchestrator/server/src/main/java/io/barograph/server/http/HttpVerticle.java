package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.api.BridgeCall;
import io.barograph.api.ErrorCode;
import io.barograph.api.client.SweepClient;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Readiness;
import io.barograph.server.access.Authenticator;
import io.barograph.server.access.TokenStore;
import io.barograph.server.artifact.ArtifactReader;
import io.barograph.server.http.HttpConfig.TlsFiles;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the HTTP API, and the page that uses it. */
public final class HttpVerticle extends VerticleBase {
    private static final int IDLE_SECONDS = 60; // streams of events say something more often
    private static final int DOWNLOAD_THREADS = 4;
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int LAST_ANSWERS_SECONDS = 5;

    private final HttpConfig config;
    private final SweepStore store;
    private final @Nullable ArtifactStore artifacts;
    private final TokenStore tokens;
    private final Callers callers;
    private final Clock clock;
    private final Meters meters;
    private @Nullable HttpServer server;
    private @Nullable EventFeed feed;
    private @Nullable Bridge bridge;
    private @Nullable WorkerExecutor downloads;
    private boolean ending;

    /**
     * @param artifacts what it gives files out of, or null
     * @param tokens what it gives, lists and takes back
     * @param access asked for every request, unless the server is open
     */
    public HttpVerticle(
            HttpConfig config,
            SweepStore store,
            @Nullable ArtifactStore artifacts,
            TokenStore tokens,
            Authenticator access,
            Clock clock,
            Meters meters) {
        this.config = config;
        this.store = store;
        this.artifacts = artifacts;
        this.tokens = tokens;
        this.clock = clock;
        this.meters = meters;
        this.callers =
                new Callers(config.open() ? Authenticator.everybody() : access, config.limits(), System::nanoTime);
    }

    /** The port that is listened on, once started. */
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    @Override
    public Future<?> start() {
        EventFeed started = new EventFeed(vertx, store);
        Bridge opened = new Bridge(vertx, callers);
        feed = started;
        bridge = opened;
        return started.ready()
                .compose(heard -> Contract.load(vertx))
                .compose(contract -> vertx.createHttpServer(options())
                        .requestHandler(router(contract, started, opened))
                        .listen())
                .onSuccess(listening -> server = listening);
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setHandle100ContinueAutomatically(true)
                .setMaxWebSocketFrameSize(SweepSpecReader.MAX_BYTES)
                .setMaxWebSocketMessageSize(SweepSpecReader.MAX_BYTES)
                .setPerFrameWebSocketCompressionSupported(false) // so that a frame is as long as it looks
                .setPerMessageWebSocketCompressionSupported(false);
        TlsFiles tls = config.tls();
        return tls == null
                ? options
                : options.setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(tls.certificate().toString())
                                .addKeyPath(tls.key().toString()));
    }

    private Router router(Contract contract, EventFeed events, Bridge bus) {
        Router router = Router.router(vertx);
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
            router.errorHandler(status, request -> Answers.fail(request, request.failure()));
        }
        Operations operations = new Operations(vertx, meters, new Readiness(Map.of("store", store::sweeps)));
        StaticPages.serve(router, vertx);
        router.route().handler(this::whileServing);
        operations.serveHealth(router);
        router.route().handler(new Guard(contract, callers, config.open(), config.grafana()));
        operations.serveMetrics(router);
        router.get("/api/v1/openapi.json")
                .handler(request ->
                        Answers.send(request, 200, Answers.JSON, contract.json().toBuffer()));
        router.get(BridgeCall.PATH).handler(bus::open); // before anything else reads the request
        router.route().subRouter(api(contract, events, bus));
        return router;
    }

    /** Who comes while this server ends is told to come back: what it would ask ends too. */
    private void whileServing(RoutingContext request) {
        if (ending) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.fail(new BarographException(ErrorCode.UNAVAILABLE, "this orchestrator ends: ask again", null));
        } else {
            request.next();
        }
    }

    private Router api(Contract contract, EventFeed events, Bridge bus) {
        RouterBuilder builder = RouterBuilder.create(vertx, contract.openApi(), RequestExtractor.withBodyHandler());
        builder.rootHandler(BodyHandler.create(false).setBodyLimit(SweepSpecReader.MAX_BYTES));
        SweepClient client = SweepClient.over(vertx);
        Fronts fronts = new Fronts(vertx, store, clock);
        Map<String, Handler<RoutingContext>> handlers = new HashMap<>();
        handlers.putAll(new SweepRoutes(vertx, fronts).handlers());
        handlers.putAll(new TrialRoutes(store, fronts).handlers());
        handlers.putAll(new EventRoutes(client, fronts, events, callers).handlers());
        handlers.putAll(new AdminRoutes(tokens, store, clock).handlers());
        handlers.putAll(new SpecRoutes(client).handlers());
        handlers.putAll(new WorkerRoutes(client).handlers());
        handlers.put("openBus", bus::open);
        handlers.putAll(new ArtifactRoutes(artifactReader()).handlers());
        for (OpenAPIRoute route : builder.getRoutes()) {
            String id = route.getOperation().getOperationId();
            route.setDoSecurity(false);
            route.setDoValidation(!id.equals("submitSweep") && !id.equals("checkSweep"));
            route.addHandler(Objects.requireNonNull(handlers.get(id), id));
            route.addFailureHandler(request -> Answers.fail(request, request.failure()));
        }
        return builder.createRouter();
    }

    private @Nullable ArtifactReader artifactReader() {
        if (artifacts == null) {
            return null;
        }
        WorkerExecutor own = vertx.createSharedWorkerExecutor("barograph-downloads", DOWNLOAD_THREADS);
        downloads = own;
        return new ArtifactReader(store, artifacts, clock, new ArtifactReader.Blocking() {
            @Override
            public <T> Future<T> call(Callable<T> work) {
                return own.executeBlocking(work, false);
            }
        });
    }

    /** Takes no more requests, and waits for the answers to those that came, 5 s at most. */
    @Override
    public Future<?> stop() {
        ending = true;
        EventFeed followed = feed;
        HttpServer listening = server;
        WorkerExecutor reading = downloads;
        if (bridge != null) {
            bridge.stop();
        }
        return (followed == null ? Future.<Void>succeededFuture() : followed.stop())
                .eventually(() -> listening == null
                        ? Future.succeededFuture()
                        : listening.shutdown(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS))
                .eventually(() -> reading == null ? Future.succeededFuture() : reading.close());
    }
}
