package io.barograph.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.AuditAction;
import io.barograph.api.AuditEntry;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepSummary;
import io.barograph.server.TestingSpecs;
import io.barograph.server.access.Quota;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store must do, callers included. */
abstract class CallersStoreContract extends DeletingStoreContract {
    private static final long BYTES =
            TestingSpecs.result("s", "t0000", 2, 1.0).measurement().fileBytes()
                    + TestingSpecs.result("s", "t0000", 2, 1.0).measurement().modelFileBytes();

    static LogEntry submissionBy(String caller, String sweep) {
        LogEntry first = submission(sweep, "key of " + sweep);
        Submitted change = (Submitted) first.change();
        return new LogEntry(
                sweep,
                1,
                first.at(),
                new Submitted(
                        change.idempotencyKey(), change.spec(), change.samplerVersion(), change.trials(), caller));
    }

    static void refused(ThrowingCallable work, String... parts) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED))
                .hasMessageContainingAll(parts);
    }

    @Test
    void remembersWhoHandedASweepInAndWhoDeletedIt() {
        await(store.submit(submissionBy("ci", "s")));
        await(store.submit(submission("nobodys", "k")));
        assertThat(await(store.newest(null, 9)))
                .extracting(SweepSummary::submittedBy)
                .containsExactly(null, "ci");
        Lease lease = lease();
        await(store.append(lease, everyKindOfChange("s")));
        await(store.append(lease, everyKindOfChange("nobodys")));
        assertThat(await(store.audit(null, 9))).isEmpty();

        await(store.delete(lease, "s", "an admin"));
        await(store.delete(lease, "gone already", "an admin"));
        await(store.delete(lease, "nobodys", "another"));
        List<AuditEntry> audit = await(store.audit(null, 9));
        assertThat(audit).extracting(AuditEntry::subject).containsExactly("nobodys", "s");
        AuditEntry first = audit.get(1);
        assertThat(first.action()).isEqualTo(AuditAction.SWEEP_DELETED);
        assertThat(first.caller()).isEqualTo("an admin");
        assertThat(first.details())
                .isEqualTo(Map.of(
                        "state",
                        "COMPLETED",
                        "entries",
                        "19",
                        "createdAt",
                        submission("s", "k").at().toString(),
                        "submittedBy",
                        "ci"));
        assertThat(audit.get(0).details()).doesNotContainKey("submittedBy");
        assertThat(await(store.audit(null, 1))).containsExactly(audit.get(0));
        assertThat(await(store.audit(audit.get(0).number(), 9))).containsExactly(first);
        assertThat(await(store.audit(first.number(), 9))).isEmpty();
    }

    @Test
    void takesNoMoreSweepsThanTheCallerMayHaveAtATime() {
        Quota two = new Quota(2, null);
        assertThat(await(store.submit(submissionBy("ci", "one"), two))).isTrue();
        assertThat(await(store.submit(submissionBy("ci", "two"), two))).isTrue();
        refused(
                () -> await(store.submit(submissionBy("ci", "three"), two)),
                "quota of ci",
                "have not ended: 2, at most 2",
                "cancel one");
        assertThat(await(store.submit(submissionBy("ci", "two"), two)))
                .as("it is there")
                .isFalse();
        assertThat(await(store.submit(submissionBy("another", "three"), two))).isTrue();
        assertThat(await(store.submit(submissionBy("ci", "by-an-admin"), Quota.NONE)))
                .isTrue();
        await(store.append(lease(), everyKindOfChange("one")));
        await(store.append(lease(), everyKindOfChange("two")));
        assertThat(await(store.submit(submissionBy("ci", "four"), two))).isTrue();
        assertThat(await(store.sweeps()))
                .extracting(SweepHead::sweep)
                .containsExactly("one", "two", "three", "by-an-admin", "four");
    }

    @Test
    void takesNoSweepOfACallerWhoseModelsHaveTooManyBytes() {
        Lease lease = lease();
        await(store.submit(submissionBy("ci", "one")));
        await(store.append(lease, everyKindOfChange("one")));
        await(store.submit(submissionBy("another", "other")));
        await(store.append(lease, everyKindOfChange("other")));

        Quota exact = new Quota(null, BYTES);
        refused(
                () -> await(store.submit(submissionBy("ci", "two"), exact)),
                "models of its sweeps: " + BYTES + ", at most " + BYTES,
                "delete");
        refused(
                () -> await(store.submit(submissionBy("ci", "two"), new Quota(1, 1L))),
                "models of its sweeps: " + BYTES);
        assertThat(await(store.submit(submissionBy("ci", "two"), new Quota(null, BYTES + 1))))
                .isTrue();
        await(store.delete(lease, "one", "an admin"));
        assertThat(await(store.submit(submissionBy("ci", "three"), exact))).isTrue();
        assertThat(await(store.trials("three"))).hasSize(5);
    }
}
