package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class RepliesTest {
    static final List<Arguments> FAILURES = List.of(
            Arguments.of(new SQLException("I/O error at db.example:5432", "08006"), ErrorCode.UNAVAILABLE),
            Arguments.of(new SQLException("the server is starting", "57P03"), ErrorCode.UNAVAILABLE),
            Arguments.of(new SQLTransientConnectionException("no connection of db.example"), ErrorCode.UNAVAILABLE),
            Arguments.of(new SQLException("syntax error", "42601"), ErrorCode.INTERNAL),
            Arguments.of(new IllegalStateException("a defect"), ErrorCode.INTERNAL));

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @FieldSource("FAILURES")
    void whoAsksIsToldWhetherToAskAgain(Exception failure, ErrorCode code) throws Exception {
        vertx.eventBus()
                .consumer(
                        "asked", message -> Replies.answer(message, String.class, any -> Future.failedFuture(failure)));
        Throwable told = vertx.eventBus()
                .request("asked", "something")
                .map(answer -> new Throwable("it was answered"))
                .otherwise(refused -> refused)
                .await(60, TimeUnit.SECONDS);
        assertThat(told).isInstanceOfSatisfying(ReplyException.class, reply -> assertThat(
                        ErrorCode.ofNumber(reply.failureCode()))
                .isEqualTo(code));
        if (code == ErrorCode.UNAVAILABLE) {
            assertThat(told).hasMessageContaining("ask again").hasMessageNotContaining("db.example");
        }
    }
}
