package io.barograph.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SpecProblem;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type a URI reference that names the kind of problem
 * @param title the same for all of a kind
 * @param detail what is wrong here, and what to do
 * @param code for programs
 * @param problems every problem of a sweep spec, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type, String title, int status, String detail, String code, @Nullable List<SpecProblem> problems) {
    static final Problem UNAUTHENTICATED =
            of(401, "UNAUTHENTICATED", "Unauthenticated", "send a valid token: Authorization: Bearer TOKEN");

    static Problem of(int status, String code, String title, String detail) {
        return new Problem("about:blank", title, status, detail, code, null);
    }

    static Problem invalid(String detail) {
        return of(400, ErrorCode.INVALID_REQUEST.name(), "Invalid request", detail);
    }

    static Problem notFound(String detail) {
        return of(404, "NOT_FOUND", "Not found", detail);
    }

    /** What a failed handler's exception says to the caller; nothing of what is inside of us. */
    static Problem of(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof SpecException spec) {
            return new Problem(
                    "about:blank",
                    "Invalid sweep spec",
                    422,
                    String.valueOf(spec.getMessage()),
                    ErrorCode.INVALID_REQUEST.name(),
                    spec.problems());
        }
        if (failure instanceof ValidatorException invalid) {
            return invalid(String.valueOf(invalid.getMessage()));
        }
        if (failure instanceof BarographException known) {
            return of(known);
        }
        return of(500, ErrorCode.INTERNAL.name(), "Internal error", "the server's log says more");
    }

    private static Problem of(BarographException known) {
        String detail = String.valueOf(known.getMessage());
        String code = known.code().name();
        return switch (known.code()) {
            case INVALID_REQUEST -> of(422, code, "Invalid request", detail);
            case UNKNOWN_SWEEP -> of(404, code, "Unknown sweep", detail);
            case UNKNOWN_ARTIFACT -> of(404, code, "Unknown artifact", detail);
            case UNKNOWN_TOKEN -> of(404, code, "Unknown token", detail);
            case CONFLICT -> of(409, code, "Conflict", detail);
            case QUOTA_EXCEEDED -> of(429, code, "Quota exceeded", detail);
            case UNAVAILABLE -> of(503, code, "Nobody answers at the moment", detail);
            case DAMAGED -> of(500, code, "Damaged sweep", detail);
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case FORBIDDEN -> of(403, code, "Forbidden", detail);
            case TOO_MANY_REQUESTS -> of(429, code, "Too many requests", detail);
            case INTERNAL -> of(500, code, "Internal error", "the server's log says more");
        };
    }
}
