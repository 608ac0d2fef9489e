package io.barograph.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses answers. Vert.x 5.0.10 could do it, but sends plain bytes as gzip once another answer of the same HTTP/2 connection
 * was not compressed (vert.x issue 5896).
 */
final class Zip {
    private static final int LEAST_BYTES = 1024;

    private Zip() {}

    /** Whether the caller takes compressed answers. */
    static boolean accepted(RoutingContext request) {
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.matches("(?i)(.*[ ,])?gzip *([,;].*)?") && !accepted.contains("gzip;q=0,");
    }

    /** The body as it is sent, with what is said about it. */
    static Buffer applied(RoutingContext request, String type, Buffer body) {
        if (body.length() < LEAST_BYTES || type.equals("image/png")) {
            return body;
        }
        request.response().putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
        return accepted(request) ? said(request, of(body)) : body;
    }

    /** The body, which is compressed already. */
    static Buffer said(RoutingContext request, Buffer zipped) {
        request.response().putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        return zipped;
    }

    static Buffer of(Buffer plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
