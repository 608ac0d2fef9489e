package io.barograph.server.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP is served, and to whom.
 *
 * @param host an address or name of this machine
 * @param port 0 for any that is free
 * @param tls certificate and key, or null for plain HTTP
 * @param open whether everybody on this machine may do everything; else a token says who may do what
 * @param limits how much each caller may do; null: as much as they like
 * @param grafana where the dashboards are, for links to them: {@code https://HOST/PATH}, or null
 */
public record HttpConfig(
        String host,
        int port,
        @Nullable TlsFiles tls,
        boolean open,
        @Nullable HttpLimits limits,
        @Nullable URI grafana) {
    private static final int LONGEST_GRAFANA = 2000;

    /** PEM files: the certificate with its chain, and its key. */
    public record TlsFiles(Path certificate, Path key) {}

    public HttpConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " must be 0 to 65535");
        }
        if (!isLoopback(host) && open) {
            throw new IllegalArgumentException(
                    host + " is not loopback: a server without tokens listens on loopback alone");
        }
        if (!isLoopback(host) && tls == null) {
            throw new IllegalArgumentException(
                    host + " is not loopback: tokens would travel in clear text without TLS");
        }
        if (grafana != null && !isPlace(grafana)) {
            throw new IllegalArgumentException(grafana
                    + " is not the address of a Grafana: write http:// or https://, a host, and a path if it has one");
        }
    }

    /** Nothing that a browser would do something else with, and nothing that must not be shown to everybody. */
    private static boolean isPlace(URI grafana) {
        return ("https".equals(grafana.getScheme()) || "http".equals(grafana.getScheme()))
                && grafana.getHost() != null
                && grafana.getUserInfo() == null
                && grafana.getQuery() == null
                && grafana.getFragment() == null
                && grafana.toASCIIString().length() <= LONGEST_GRAFANA;
    }

    /** For callers with a token, each within {@link HttpLimits#DEFAULT}. */
    public static HttpConfig guarded(String host, int port, @Nullable TlsFiles tls) {
        return new HttpConfig(host, port, tls, false, HttpLimits.DEFAULT, null);
    }

    /** The same with other limits, or with none. */
    public HttpConfig within(@Nullable HttpLimits other) {
        return new HttpConfig(host, port, tls, open, other, grafana);
    }

    /** The same with links to dashboards. */
    public HttpConfig withGrafana(@Nullable URI place) {
        return new HttpConfig(host, port, tls, open, limits, place);
    }

    /** For everybody on this machine: only for a server that is embedded in its user's own process. */
    public static HttpConfig open(int port) {
        return new HttpConfig("127.0.0.1", port, null, true, null, null);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is not known to this machine", e);
        }
    }
}
