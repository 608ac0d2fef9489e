package io.barograph.cli.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Looks whether anybody listens where a member should be; a guest that comes first would found a cluster of guests. */
public final class Reachability {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private Reachability() {}

    /** Whether one of the members to join accepts a connection now; blocks for seconds. */
    public static boolean any(ClusterConfig cluster) {
        return cluster.lookUp().stream().anyMatch(Reachability::accepts);
    }

    private static boolean accepts(InetSocketAddress member) {
        try (Socket socket = new Socket()) {
            socket.connect(member, Math.toIntExact(CONNECT.toMillis()));
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }
}
