package io.barograph.cli.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether anybody listens where a member should be; a guest that comes first would found a cluster of guests. */
public final class Reachability {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration GREETED = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String GREETING = "HZC"; // members of Hazelcast say it, and answer with it
    private static final String END_OF_HEAD = "\r\n\r\n"; // what servers of other protocols may wait for

    private Reachability() {}

    /** Whether one of the members to join accepts a connection now; blocks for seconds. */
    public static boolean any(ClusterConfig cluster) {
        return cluster.lookUp().stream().anyMatch(Reachability::accepts);
    }

    /**
     * Whether something listens where the members to join should be, and none of it is a member: an HTTP API, for example. What
     * is silent, or closes the connection at once, may be a member or stand before one. Blocks for seconds.
     */
    public static boolean onlyOthers(ClusterConfig cluster) {
        return onlyOthers(cluster, ANSWER);
    }

    /** As {@link #onlyOthers(ClusterConfig)}; who has not answered within {@code patience} is silent. */
    static boolean onlyOthers(ClusterConfig cluster, Duration patience) {
        List<Boolean> others = cluster.lookUp().stream()
                .filter(Reachability::accepts)
                .map(listener -> isOther(listener, patience))
                .toList();
        return !others.isEmpty() && !others.contains(false);
    }

    private static boolean isOther(InetSocketAddress listener, Duration patience) {
        try (Socket socket = new Socket()) {
            socket.connect(listener, Math.toIntExact(CONNECT.toMillis()));
            String answer = answer(socket, GREETING, GREETED);
            return answer == null
                    ? answer(socket, END_OF_HEAD, patience) != null
                    : !answer.isEmpty() && !answer.equals(GREETING);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    /** The beginning of the answer, empty if the connection was closed, or null if there is none in time. */
    private static @Nullable String answer(Socket socket, String text, Duration patience) throws IOException {
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(GREETING.length()), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException silent) {
            return null;
        } catch (SocketException closed) {
            return "";
        }
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
