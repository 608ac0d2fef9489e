package io.barograph.cli.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** Looks whether anybody listens where a member should be; a guest that comes first would found a cluster of guests. */
public final class Reachability {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private Reachability() {}

    /** Whether one of the members accepts a connection now; blocks for seconds. */
    public static boolean any(List<MemberAddress> members) {
        return members.stream().anyMatch(Reachability::accepts);
    }

    private static boolean accepts(MemberAddress member) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(member.host(), member.port()), Math.toIntExact(CONNECT.toMillis()));
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }
}
