package io.barograph.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Where an orchestrator serves HTTP: the URL without what the API adds to it. */
record ServerAddress(URI base) {
    /** @throws IllegalArgumentException if this is none, or one to which a token would travel in clear text */
    static ServerAddress parse(String url) {
        URI given;
        try {
            given = URI.create(url.strip().replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(form(), e);
        }
        String scheme = given.getScheme();
        if (given.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    form() + (given.getHost() == null ? "" : ", was " + scheme + "://" + given.getHost()));
        }
        if (given.getUserInfo() != null || given.getQuery() != null || given.getFragment() != null) {
            throw new IllegalArgumentException(form() + ", without a user, ? or #");
        }
        if ("http".equals(scheme) && !isLoopback(given.getHost())) {
            throw new IllegalArgumentException(
                    "--server " + given + ": the token would travel in clear text; use https");
        }
        return new ServerAddress(given);
    }

    private static String form() {
        return "--server must be a URL as https://HOST:PORT";
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean isEncrypted() {
        return "https".equals(base.getScheme());
    }

    /** @param path below the API, its parts encoded, with its query */
    URI api(String path) {
        return URI.create(base + "/api/v1/" + path);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
