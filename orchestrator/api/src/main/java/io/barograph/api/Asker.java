package io.barograph.api;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.regex.Pattern;

/**
 * On whose behalf a message travels on the event bus, in its headers. Members of the cluster say so themselves; for clients of the
 * HTTP port the orchestrator says so that knows their token, and nothing that they send becomes a header.
 *
 * @param name 1 to 100 of letters, digits, space and {@code ._@-}, beginning with a letter or digit
 * @param limited whether quotas are for it
 */
public record Asker(String name, boolean limited) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@-]{0,99}");

    /** A member of the cluster that gives no name. */
    public static final Asker MEMBER = member("cluster member");

    private static final String NAME_HEADER = "barograph-caller";
    private static final String LIMITED_HEADER = "barograph-limited";

    public Asker {
        Checks.require(
                NAME.matcher(name).matches(),
                name,
                "the name of a caller",
                name,
                "be 1 to 100 of letters, digits, space and ._@-");
    }

    /** A member of the cluster, for whom there are no quotas. */
    public static Asker member(String name) {
        return new Asker(name, false);
    }

    /**
     * Who sent a message; {@link #MEMBER} if it does not say.
     *
     * @throws BarographException INVALID_REQUEST if what it says is no name
     */
    public static Asker of(MultiMap headers) {
        String name = headers.get(NAME_HEADER);
        try {
            return name == null ? MEMBER : new Asker(name, Boolean.parseBoolean(headers.get(LIMITED_HEADER)));
        } catch (IllegalArgumentException e) {
            throw new BarographException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    /** The same options with its headers. */
    public DeliveryOptions on(DeliveryOptions options) {
        return options.addHeader(NAME_HEADER, name).addHeader(LIMITED_HEADER, String.valueOf(limited));
    }
}
