package io.barograph.api;

import java.util.Arrays;

/** Why a request was refused; the number travels in the failed reply. */
public enum ErrorCode {
    INVALID_REQUEST(1),
    UNKNOWN_SWEEP(2),
    /** The idempotency key or name is taken by a different sweep, or the sweep is in no state for the request. */
    CONFLICT(3),
    /** Nobody answers at the moment; ask again. */
    UNAVAILABLE(4),
    INTERNAL(5),
    /** What is stored of the sweep cannot be read; the message says which entry. */
    DAMAGED(6),
    /** The sweep has no such artifact, or has it no longer. */
    UNKNOWN_ARTIFACT(7),
    /** The bridge was given no token that is valid now. */
    UNAUTHENTICATED(8),
    /** The token's role does not include this, or it is nothing that clients may ask. */
    FORBIDDEN(9),
    /** More was asked than one caller may; it was not done, ask again after a while. */
    TOO_MANY_REQUESTS(10),
    /** The caller has as many sweeps, or as many bytes of models, as it may have; the message says the way out. */
    QUOTA_EXCEEDED(11),
    /** No valid token has this id or name. */
    UNKNOWN_TOKEN(12);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The code of a failed reply; INTERNAL for a number that is none. */
    public static ErrorCode ofNumber(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(INTERNAL);
    }

    /** The code of this name; INTERNAL for a name that is none. */
    public static ErrorCode ofName(String name) {
        return Arrays.stream(values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(INTERNAL);
    }
}
