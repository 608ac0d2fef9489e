package io.barograph.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the web page. They hold no data, so they need no token: what the page shows it asks the API for. */
final class StaticPages {
    private static final String ROOT = "/io/barograph/server/web/";
    private static final String HOME = "index.html";
    private static final String PREFIX = "/web/";
    private static final Pattern NAME = Pattern.compile("([a-z0-9-]+/)*[a-zA-Z0-9.-]*[a-zA-Z0-9]");
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " + "object-src 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml",
            "txt", "text/plain; charset=utf-8");

    private final Vertx vertx;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    private StaticPages(Vertx vertx) {
        this.vertx = vertx;
    }

    private record Page(Buffer body, Buffer zipped, String type, String tag) {}

    /** Serves the page at {@code /}, and says on every answer of the router what a browser may do with it. */
    static void serve(Router router, Vertx vertx) {
        StaticPages pages = new StaticPages(vertx);
        router.route().handler(StaticPages::secure);
        router.get("/").handler(request -> pages.answer(request, HOME));
        router.get(PREFIX + "*").handler(request -> {
            String path = request.normalizedPath();
            pages.answer(request, path.substring(Math.min(path.length(), PREFIX.length())));
        });
    }

    private static void secure(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        request.next();
    }

    private void answer(RoutingContext request, String name) {
        Answers.<@Nullable Page>respond(request, () -> page(name), page -> {
            if (page == null) {
                throw new ProblemException(Problem.notFound("there is no such file"));
            }
            if (!Answers.unchanged(request, page.tag())) {
                request.response().putHeader(HttpHeaders.VARY, "Accept-Encoding");
                Buffer body = Zip.accepted(request) ? Zip.said(request, page.zipped()) : page.body();
                Answers.sendAsItIs(request, 200, page.type(), body);
            }
        });
    }

    private Future<@Nullable Page> page(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Future.succeededFuture();
        }
        Page known = pages.get(name);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return vertx.executeBlocking(() -> read(name, type), false).onSuccess(page -> {
            if (page != null) {
                pages.put(name, page);
            }
        });
    }

    private static @Nullable Page read(String name, String type) throws IOException, NoSuchAlgorithmException {
        try (InputStream in = StaticPages.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                return null;
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            Buffer body = Buffer.buffer(bytes);
            return new Page(body, Zip.of(body), type, String.format("\"%064x\"", new BigInteger(1, hash)));
        }
    }
}
