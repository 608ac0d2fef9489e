package io.barograph.api.client;

import io.barograph.api.BridgeCall;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a client reaches the HTTP port of orchestrators.
 *
 * @param uris http, https, ws or wss; whichever answers is used, in turn. A path is what stands before {@code /api/v1}.
 * @param token who asks, or null for a server that asks for none
 * @param trust PEM file of the certificates that are trusted, or null for those of this Java
 */
public record BridgeOptions(List<URI> uris, @Nullable String token, @Nullable Path trust) {
    private static final Set<String> CLEAR = Set.of("http", "ws");
    private static final Set<String> ENCRYPTED = Set.of("https", "wss");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @throws IllegalArgumentException that names every problem */
    public BridgeOptions {
        uris = List.copyOf(uris);
        List<String> problems = new ArrayList<>();
        if (uris.isEmpty()) {
            problems.add("uris must not be empty: name an orchestrator, such as https://orchestrator.example.org:8443");
        }
        for (URI uri : uris) {
            problem(uri, token != null, problems);
        }
        if (token != null && !token.chars().allMatch(character -> character > ' ' && character < 127)) {
            problems.add("token must have no blanks or line ends: give it as barograph token create printed it");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /**
     * Without a token, trusting the certificates of this Java.
     *
     * @throws IllegalArgumentException that names every problem
     */
    public static BridgeOptions to(String... uris) {
        return new BridgeOptions(Arrays.stream(uris).map(URI::create).toList(), null, null);
    }

    public BridgeOptions withToken(@Nullable String of) {
        return new BridgeOptions(uris, of, trust);
    }

    public BridgeOptions withTrust(@Nullable Path pem) {
        return new BridgeOptions(uris, token, pem);
    }

    private static void problem(URI uri, boolean token, List<String> problems) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!CLEAR.contains(scheme) && !ENCRYPTED.contains(scheme)) {
            problems.add("uri " + uri + " must begin with https://, http://, wss:// or ws://");
        } else if (host == null) {
            problems.add("uri " + uri + " must have a host: " + scheme + "://HOST:PORT");
        } else if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            problems.add("uri of host " + host + " must have no user, query or fragment: give a token as one");
        } else if (token && CLEAR.contains(scheme) && !LOOPBACK.contains(host)) {
            problems.add("uri " + uri + " must begin with https:// or wss://: a token does not travel in clear text");
        }
    }

    /** Whether the connection to one of the addresses is encrypted. */
    static boolean isEncrypted(URI uri) {
        return ENCRYPTED.contains(uri.getScheme().toLowerCase(Locale.ROOT));
    }

    /** The port of one of the addresses. */
    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isEncrypted(uri) ? 443 : 80;
    }

    /** Where the bridge is below one of the addresses. */
    static String path(URI uri) {
        return String.valueOf(uri.getRawPath()).replaceFirst("/+$", "") + BridgeCall.PATH;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "BridgeOptions" + uris + (token == null ? "" : " with a token");
    }
}
