package io.barograph.server.http;

import io.barograph.api.AuditPage;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.server.access.NewToken;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.TokenRequest;
import io.barograph.server.access.TokenStore;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What admins do: tokens, and who did what. */
final class AdminRoutes {
    private final TokenStore tokens;
    private final SweepStore store;
    private final Clock clock;

    AdminRoutes(TokenStore tokens, SweepStore store, Clock clock) {
        this.tokens = tokens;
        this.store = store;
        this.clock = clock;
    }

    record Tokens(List<StoredToken> tokens) {}

    void list(RoutingContext request) {
        Answers.json(request, 200, () -> tokens.all().map(Tokens::new));
    }

    void create(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Answers.json(request, 201, () -> {
            JsonObject body = Arguments.of(request).body();
            TokenRequest wanted =
                    new TokenRequest(body.getString("name"), body.getString("role"), body.getInteger("days"));
            List<String> problems = wanted.problems();
            return problems.isEmpty()
                    ? NewToken.give(
                            tokens,
                            wanted,
                            clock.instant(),
                            Guard.caller(request).name())
                    : Future.failedFuture(new ProblemException(Problem.invalid(String.join("; ", problems))));
        });
    }

    void revoke(RoutingContext request) {
        String token = Arguments.of(request).path("token");
        Answers.json(
                request, 200, () -> tokens.revoke(token, Guard.caller(request).name())
                        .map(revoked -> {
                            if (revoked.isEmpty()) {
                                throw new BarographException(
                                        ErrorCode.UNKNOWN_TOKEN, "no valid token has the id or name " + token, null);
                            }
                            return new Tokens(revoked);
                        }));
    }

    void audit(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        int limit = arguments.limit();
        Answers.json(request, 200, () -> store.audit(arguments.cursor(), limit)
                .map(entries -> AuditPage.of(entries, limit)));
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of(
                "listTokens", this::list,
                "createToken", this::create,
                "revokeToken", this::revoke,
                "listAudit", this::audit);
    }
}
