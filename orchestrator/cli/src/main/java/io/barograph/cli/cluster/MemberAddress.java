package io.barograph.cli.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a member of the cluster listens or is looked for.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 0 to 65535; 0, where a member listens, is any free one
 */
public record MemberAddress(String host, int port) implements JoinTarget {
    private static final int LARGEST_PORT = 65535;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    public MemberAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port must lie in 0 to 65535, was " + port);
        }
    }

    /**
     * Reads {@code HOST:PORT}, for example {@code 10.0.0.7:5701} or {@code [::1]:5701}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static MemberAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(0, colon));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String port = text.substring(colon + 1);
        if (host.isBlank() || (host.contains(":") && !bracketed) || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("an address is written HOST:PORT, was " + text);
        }
        return new MemberAddress(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }

    /** Every address that the host has now. */
    @Override
    public List<InetSocketAddress> addresses() {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** Whether the host is an address and no name. */
    @Override
    public boolean isFixed() {
        return LITERAL.matcher(host).matches();
    }

    /** Whether only this machine can reach it; false for a name that cannot be resolved. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it stands for every address of a machine, as 0.0.0.0 does. */
    boolean isWildcard() {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The way it is written. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
