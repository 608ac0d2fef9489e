package io.barograph.server.http;

/**
 * How much a caller, which is all who have a token of its name, may do at one orchestrator.
 *
 * @param perSecond requests and frames of the bridge a second, in the long run
 * @param burst how many of them at once, after a pause
 * @param streams streams of events and connections of the bridge that are open at a time
 */
public record HttpLimits(int perSecond, int burst, int streams) {
    /** 100 a second, 200 at once, 50 streams. */
    public static final HttpLimits DEFAULT = new HttpLimits(100, 200, 50);

    private static final int MOST = 1_000_000;

    public HttpLimits {
        require("requests a second", perSecond);
        require("requests at once", burst);
        require("streams", streams);
    }

    private static void require(String what, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(what + " must be 1 to " + MOST + ", were " + value);
        }
    }
}
