package io.barograph.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenAuthenticatorTest {
    private final Token token = Token.random();
    private final AtomicLong now = new AtomicLong();
    private @Nullable Caller stored = new Caller("ci", Role.SUBMITTER);
    private int lookups;
    private final TokenAuthenticator access = new TokenAuthenticator(new OneToken(), now::get);

    private final class OneToken implements TokenStore {
        @Override
        public Future<StoredToken> add(Token added, String name, Role role, java.time.@Nullable Instant expiresAt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<StoredToken>> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Boolean> revoke(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<@Nullable Caller> caller(Token asked) {
            lookups++;
            return Future.succeededFuture(asked.secret().equals(token.secret()) ? stored : null);
        }
    }

    @Test
    void whatIsNoTokenIsNotLookedUp() {
        for (String text : List.of(
                "", "admin", "bgt_", token.secret() + "x", token.secret().toUpperCase())) {
            assertThat(access.caller(text).result()).as(text).isNull();
        }
        assertThat(access.caller(null).result()).isNull();
        assertThat(lookups).isZero();
    }

    @Test
    void aTokenIsBelievedForSecondsAndThenLookedUpAgain() {
        assertThat(access.caller(token.secret()).result()).isEqualTo(stored);
        Caller before = stored;
        stored = null; // revoked
        now.addAndGet(TokenAuthenticator.BELIEVED.toNanos() - 1);
        assertThat(access.caller(token.secret()).result()).isEqualTo(before);
        now.addAndGet(1);
        assertThat(access.caller(token.secret()).result()).isNull();
        assertThat(access.caller(token.secret()).result()).isNull();
        assertThat(lookups).isEqualTo(3);
    }

    @Test
    void aTokenOfAnotherIsNone() {
        assertThat(access.caller(Token.random().secret()).result()).isNull();
        assertThat(lookups).isEqualTo(1);
    }

    @Test
    void aSecretStandsInNoMessage() {
        assertThat(token.toString()).isEqualTo("token " + token.id()).doesNotContain(token.secret());
        assertThat(token.secret()).contains(token.id()).hasSize(56);
    }
}
