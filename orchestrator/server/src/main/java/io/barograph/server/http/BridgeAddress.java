package io.barograph.server.http;

import io.barograph.api.Addresses;
import io.barograph.api.ArtifactRead;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.BarographException;
import io.barograph.api.BridgeCall;
import io.barograph.api.CheckSweep;
import io.barograph.api.ErrorCode;
import io.barograph.api.EventsQuery;
import io.barograph.api.Message;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepsQuery;
import io.barograph.api.WorkersQuery;
import io.barograph.server.access.Role;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Every event-bus address that the bridge passes requests on to, with what is asked there and by whom. */
enum BridgeAddress {
    LIST(Addresses.SWEEP_LIST, SweepsQuery.class, Role.VIEWER),
    GET(Addresses.SWEEP_GET, SweepQuery.class, Role.VIEWER),
    FRONT(Addresses.SWEEP_FRONT, SweepQuery.class, Role.VIEWER),
    EVENTS(Addresses.SWEEP_EVENTS, EventsQuery.class, Role.VIEWER),
    ARTIFACTS(Addresses.SWEEP_ARTIFACTS, ArtifactsQuery.class, Role.VIEWER),
    ARTIFACT(Addresses.SWEEP_ARTIFACT, ArtifactRead.class, Role.VIEWER),
    CHECK(Addresses.SWEEP_CHECK, CheckSweep.class, Role.SUBMITTER),
    WORKERS(Addresses.WORKERS, WorkersQuery.class, Role.VIEWER),
    SUBMIT(Addresses.SWEEP_SUBMIT, SubmitSweep.class, Role.SUBMITTER),
    CANCEL(Addresses.SWEEP_CANCEL, SweepQuery.class, Role.SUBMITTER),
    PAUSE(Addresses.SWEEP_PAUSE, SweepQuery.class, Role.SUBMITTER),
    RESUME(Addresses.SWEEP_RESUME, SweepQuery.class, Role.SUBMITTER),
    PRIORITY(Addresses.SWEEP_PRIORITY, SweepPriority.class, Role.SUBMITTER),
    DELETE(Addresses.SWEEP_DELETE, SweepQuery.class, Role.ADMIN);

    private final String address;
    private final Class<? extends Message> type;
    private final Role role;

    BridgeAddress(String address, Class<? extends Message> type, Role role) {
        this.address = address;
        this.type = type;
        this.role = role;
    }

    String address() {
        return address;
    }

    Class<? extends Message> type() {
        return type;
    }

    Role role() {
        return role;
    }

    /** The entry of an address, or null if it is not for clients. */
    static @Nullable BridgeAddress of(String address) {
        return Arrays.stream(values())
                .filter(known -> known.address.equals(address))
                .findFirst()
                .orElse(null);
    }

    /**
     * The message of a request that somebody of this role sends, to be passed on.
     *
     * @throws BarographException FORBIDDEN or INVALID_REQUEST
     */
    static Message message(BridgeCall.Request request, Role caller) {
        BridgeAddress known = of(request.address());
        if (known == null) {
            throw new BarographException(ErrorCode.FORBIDDEN, "no client may ask at " + request.address(), null);
        }
        if (!caller.includes(known.role)) {
            throw new BarographException(
                    ErrorCode.FORBIDDEN,
                    "this needs the role " + known.role.label() + ", your token has " + caller.label(),
                    null);
        }
        if (!request.type().equals(known.type.getSimpleName())) {
            throw new BarographException(
                    ErrorCode.INVALID_REQUEST,
                    "type must be " + known.type.getSimpleName() + " at " + known.address + ", was " + request.type(),
                    null);
        }
        try {
            return request.message();
        } catch (IllegalArgumentException e) {
            throw new BarographException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }
}
