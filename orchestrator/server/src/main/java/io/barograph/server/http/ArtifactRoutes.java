package io.barograph.server.http;

import io.barograph.api.ArtifactRead;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepArtifact.Kind;
import io.barograph.server.artifact.ArtifactReader;
import io.barograph.server.artifact.ArtifactReader.Opened;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that the trials of a sweep have left. */
final class ArtifactRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactRoutes.class);

    private static final List<CharSequence> OF_A_FILE = List.of(
            HttpHeaders.ACCEPT_RANGES,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.ETAG,
            "Content-Disposition",
            "Repr-Digest");

    private final @Nullable ArtifactReader reader;

    /** @param reader null: this orchestrator knows no artifact store */
    ArtifactRoutes(@Nullable ArtifactReader reader) {
        this.reader = reader;
    }

    private ArtifactReader reader() {
        if (reader == null) {
            throw new ProblemException(Problem.of(
                    503,
                    "UNAVAILABLE",
                    "No artifacts here",
                    "this orchestrator knows no artifact store: start it with --artifacts"));
        }
        return reader;
    }

    void list(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        Long cursor = arguments.cursor();
        int first = cursor == null ? 0 : (int) Math.min(cursor, Integer.MAX_VALUE);
        int trials = Math.min(arguments.limit(), ArtifactsQuery.MAX_TRIALS);
        Answers.json(request, 200, () -> reader().list(new ArtifactsQuery(arguments.sweep(), first, trials)));
    }

    void get(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        Answers.<Opened>respond(
                request,
                () -> reader().open(arguments.sweep(), arguments.path("name")),
                opened -> send(request, opened));
    }

    private static void send(RoutingContext request, Opened opened) {
        SweepArtifact artifact = opened.artifact();
        String tag = "\"" + artifact.sha256() + "\"";
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (Answers.unchanged(request, tag)) {
            return;
        }
        String condition = request.request().getHeader("If-Range");
        String asked =
                condition == null || condition.equals(tag) ? request.request().getHeader("Range") : null;
        ByteRange range = ByteRange.of(asked, artifact.bytes());
        if (range == ByteRange.NONE) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + artifact.bytes());
            Answers.fail(
                    request,
                    new ProblemException(Problem.of(
                            416, "RANGE", "No such part", artifact.name() + " has " + artifact.bytes() + " bytes")));
            return;
        }
        ByteRange part = range == null ? new ByteRange(0, artifact.bytes()) : range;
        if (range != null) {
            response.setStatusCode(206)
                    .putHeader(
                            HttpHeaders.CONTENT_RANGE,
                            "bytes " + part.start() + "-" + (part.end() - 1) + "/" + artifact.bytes());
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(part.end() - part.start()))
                .putHeader(HttpHeaders.CONTENT_TYPE, type(artifact.kind()))
                .putHeader("Content-Disposition", "attachment; filename=\"" + artifact.name() + "\"")
                .putHeader("Repr-Digest", "sha-256=:" + base64(artifact.sha256()) + ":");
        write(response, opened, part.start(), part.end()).onFailure(failure -> {
            LOG.info("{} was not sent to its end: {}", artifact.name(), failure.toString());
            if (response.headWritten()) {
                request.request().connection().close(); // what a caller has got must not look whole
            } else {
                OF_A_FILE.forEach(response.headers()::remove);
                Answers.fail(request, failure);
            }
        });
    }

    /** A part after the other, each when the one before has gone. */
    private static Future<Void> write(HttpServerResponse response, Opened opened, long start, long end) {
        if (start >= end) {
            return response.end();
        }
        int length = (int) Math.min(ArtifactRead.MAX_LENGTH, end - start);
        return opened.read(opened.artifact().sha256(), start, length)
                .compose(bytes -> bytes.length == 0
                        ? Future.failedFuture("it is shorter than it was")
                        : response.write(Buffer.buffer(bytes))
                                .compose(sent -> write(response, opened, start + bytes.length, end)));
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case CARD -> "text/markdown; charset=utf-8";
            case MODEL -> "application/zip";
            case ONNX, CHECKPOINT -> "application/octet-stream";
        };
    }

    private static String base64(String hash) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash));
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of("listArtifacts", this::list, "getArtifact", this::get);
    }
}
