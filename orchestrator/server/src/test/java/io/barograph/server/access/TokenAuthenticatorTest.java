package io.barograph.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenAuthenticatorTest {
    private final Token token = Token.random();
    private final AtomicLong now = new AtomicLong();
    private @Nullable Caller stored = new Caller("ci", Role.SUBMITTER);
    private @Nullable Promise<@Nullable Caller> slow;
    private int lookups;
    private final TokenAuthenticator access = new TokenAuthenticator(new OneToken(), now::get);

    private final class OneToken implements TokenStore {
        @Override
        public Future<StoredToken> add(
                Token added, String name, Role role, java.time.@Nullable Instant expiresAt, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<StoredToken>> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<StoredToken>> revoke(String idOrName, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<@Nullable Caller> caller(Token asked) {
            lookups++;
            if (slow != null) {
                return slow.future();
            }
            return Future.succeededFuture(asked.secret().equals(token.secret()) ? stored : null);
        }
    }

    @Test
    void whoseATokenWasIsKnownUntilALookUpSaysOtherwise() {
        assertThat(access.lastKnown(token.secret())).isNull();
        access.caller(token.secret());
        Caller before = stored;
        stored = null; // revoked
        now.addAndGet(2 * TokenAuthenticator.BELIEVED.toNanos());
        assertThat(access.lastKnown(token.secret())).isEqualTo(before);
        access.caller(token.secret());
        assertThat(access.lastKnown(token.secret())).isNull();
        assertThat(access.lastKnown("admin")).isNull();
        assertThat(access.lastKnown(null)).isNull();
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
    void whoAsksWhileItIsLookedUpWaitsForTheSameAnswer() {
        Promise<@Nullable Caller> answer = Promise.promise();
        slow = answer;
        Future<@Nullable Caller> first = access.caller(token.secret());
        Future<@Nullable Caller> second = access.caller(token.secret());
        assertThat(lookups).isEqualTo(1);
        answer.complete(stored);
        assertThat(first.result()).isEqualTo(stored);
        assertThat(second.result()).isEqualTo(stored);

        now.addAndGet(TokenAuthenticator.BELIEVED.toNanos());
        slow = Promise.promise();
        Future<@Nullable Caller> failing = access.caller(token.secret());
        slow.fail("away");
        assertThat(failing.failed()).isTrue();
        slow = null;
        assertThat(access.caller(token.secret()).result()).isEqualTo(stored);
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
