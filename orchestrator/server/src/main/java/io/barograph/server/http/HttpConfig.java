package io.barograph.server.http;

import java.net.InetAddress;
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
 */
public record HttpConfig(String host, int port, @Nullable TlsFiles tls, boolean open) {
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
    }

    /** For callers with a token. */
    public static HttpConfig guarded(String host, int port, @Nullable TlsFiles tls) {
        return new HttpConfig(host, port, tls, false);
    }

    /** For everybody on this machine: only for a server that is embedded in its user's own process. */
    public static HttpConfig open(int port) {
        return new HttpConfig("127.0.0.1", port, null, true);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is not known to this machine", e);
        }
    }
}
