package io.barograph.server.verify;

import java.util.List;

/** Entries that are lost, doubled, out of order, forged or impossible. */
final class LogCorruptions {
    private static final String FIRST_RESULT = "type = 'TrialCompleted'";
    private static final String LOST_WORKER = "type = 'TrialReturned' and payload ->> 'cause' = 'LOST'";
    private static final String SECOND_EPOCH = "type = 'EpochEnded' and payload #>> '{report,epoch}' = '2'";
    private static final String FIRST_EPOCH = "type = 'EpochEnded' and payload #>> '{report,epoch}' = '1'";
    private static final String FRESH =
            " and exists (select from event s where s.type = 'TrialStarted' and s.payload ->> 'checkpoint' is null"
                    + " and s.payload ->> 'teacher' is null and s.payload -> 'trial' = event.payload #> '{report,trial}'"
                    + " and s.payload -> 'attempt' = event.payload #> '{report,attempt}')";
    private static final String FOLLOWED_BY = " and exists (select from event e where e.type = 'EpochEnded'"
            + " and e.payload #>> '{report,epoch}' = '%d' and e.payload #> '{report,trial}' ="
            + " event.payload #> '{report,trial}' and e.payload #> '{report,attempt}' ="
            + " event.payload #> '{report,attempt}')";
    private static final String UNFINISHED = "type = 'EpochEnded' and not exists (select from event e where"
            + " e.type = 'TrialCompleted' and e.sequence < event.sequence)";

    static final List<Corruption> ALL = List.of(
            new Corruption(Invariant.SEQUENCE, "lost entry", log -> log.sql("delete from event where sequence = 20")),
            new Corruption(
                    Invariant.SEQUENCE, "lost last entry", log -> log.sql("delete from event where type = 'Ended'")),
            new Corruption(
                    Invariant.SEQUENCE, "counter ahead", log -> log.sql("update sweep set sequence = sequence + 1")),
            new Corruption(Invariant.SEQUENCE, "negative number", log -> {
                log.sql("update event set sequence = -5 where sequence = 30");
            }),
            new Corruption(Invariant.SEQUENCE, "doubled number", log -> {
                log.sql("alter table event drop constraint event_pkey");
                log.sql("insert into event select * from event where sequence = 10");
            }),
            new Corruption(Invariant.READABLE, "unknown type", log -> {
                log.sql("update event set type = 'TrialPromoted' where sequence = 12");
            }),
            new Corruption(Invariant.READABLE, "version of the future", log -> {
                log.sql("update event set schema_version = 99 where sequence = 12");
            }),
            new Corruption(Invariant.READABLE, "payload of another form", log -> {
                log.sql("update event set payload = '[1, 2]' where sequence = 12");
            }),
            new Corruption(Invariant.READABLE, "payload without its trial", log -> {
                log.sql("update event set payload = payload - 'trial' where type = 'TrialStarted'");
            }),
            new Corruption(Invariant.READABLE, "status that its volume denies", log -> {
                log.set(log.entry(FIRST_RESULT), "result,measurement,status", "\"OVER\"");
            }),
            new Corruption(Invariant.SUBMISSION, "lost submission", log -> log.remove(1)),
            new Corruption(Invariant.SUBMISSION, "second submission", log -> log.copy(1, 9)),
            new Corruption(Invariant.SUBMISSION, "submission of another name", log -> {
                log.set(1, "spec,name", "\"other\"");
            }),
            new Corruption(Invariant.STEERING, "paused while trials went on starting", log -> {
                log.put(log.entry("type = 'TrialStarted'"), "Paused", "{}");
            }),
            new Corruption(Invariant.STEERING, "resumed without a pause", log -> log.put(9, "Resumed", "{}")),
            new Corruption(Invariant.STEERING, "more at a time than it wants", log -> {
                log.set(1, "spec,scheduling,maxParallelTrials", "1");
            }),
            new Corruption(Invariant.DATA, "start where other data is held", log -> {
                log.set(log.entry("type = 'TrialStarted'"), "data", "\"" + "ab".repeat(32) + "\"");
            }),
            new Corruption(Invariant.DATA, "missing data as a failure of the trial", log -> {
                String failed = "type = 'TrialReturned' and payload ->> 'cause' = 'FAILED'";
                log.set(log.entry(failed), "code", "\"DATA_MISSING\"");
            }),
            new Corruption(Invariant.TIME, "clock back by an hour", log -> {
                log.sql("update event set at = at - interval '1 hour' where sequence = 40");
            }),
            new Corruption(Invariant.TIME, "before the submission", log -> {
                log.sql("update event set at = at + interval '1 year' where sequence = 1");
            }),
            new Corruption(Invariant.TIME, "the end of time", log -> {
                log.sql("update event set at = 'infinity' where sequence = 40");
            }),
            new Corruption(Invariant.ATTEMPT, "second start of a running trial", log -> {
                long start = log.entry("type = 'TrialStarted'");
                log.copy(start, start + 1);
            }),
            new Corruption(Invariant.ATTEMPT, "skipped number", log -> {
                log.set(log.entry("type = 'TrialStarted' and payload ->> 'attempt' = '2'"), "attempt", "3");
            }),
            new Corruption(Invariant.ATTEMPT, "start of a trial that nobody planned", log -> {
                log.set(log.entry("type = 'TrialStarted'"), "trial", "\"t0099\"");
            }),
            new Corruption(Invariant.ATTEMPT, "lost return", log -> log.remove(log.entry(LOST_WORKER))),
            new Corruption(Invariant.REPORT, "forged attempt of a result", log -> {
                log.set(log.entry(FIRST_RESULT), "result,attempt", "9");
            }),
            new Corruption(Invariant.REPORT, "epoch of an attempt that is over", log -> {
                log.copy(log.entry("type = 'EpochEnded'"), log.entry("type = 'Ended'"));
            }),
            new Corruption(Invariant.REPORT, "epoch before its start", log -> {
                log.swap(log.entry("type = 'TrialStarted'"), log.entry("type = 'EpochEnded'"));
            }),
            new Corruption(Invariant.REPORT, "epoch of another sweep", log -> {
                log.set(log.entry("type = 'EpochEnded'"), "report,sweep", "\"other\"");
            }),
            new Corruption(Invariant.REPORT, "lost start", log -> log.remove(log.entry("type = 'TrialStarted'"))),
            new Corruption(Invariant.REPORT, "forged cancellation", log -> {
                long entry = log.entry(LOST_WORKER);
                log.sql(
                        "update event set type = 'TrialCancelled', payload = jsonb_build_object('trial', payload -> 'trial',"
                                + " 'attempt', 0) where sequence = " + entry);
            }),
            new Corruption(Invariant.EPOCH, "doubled epoch", log -> {
                long epoch = log.entry(SECOND_EPOCH + FRESH);
                log.copy(epoch, epoch + 1);
            }),
            new Corruption(Invariant.EPOCH, "lost epoch, also in its table", log -> {
                long epoch = log.entry(SECOND_EPOCH + FRESH + FOLLOWED_BY.formatted(3));
                log.sql("delete from epoch e using event v where v.sequence = " + epoch
                        + " and e.trial = v.payload #>> '{report,trial}' and e.epoch = 2"
                        + " and e.attempt = (v.payload #>> '{report,attempt}')::integer");
                log.remove(epoch);
            }),
            new Corruption(Invariant.EPOCH, "lost first epoch, also in its table", log -> {
                long epoch = log.entry(FIRST_EPOCH + FRESH + FOLLOWED_BY.formatted(2));
                log.sql("delete from epoch e using event v where v.sequence = " + epoch
                        + " and e.trial = v.payload #>> '{report,trial}' and e.epoch = 1"
                        + " and e.attempt = (v.payload #>> '{report,attempt}')::integer");
                log.remove(epoch);
            }),
            new Corruption(Invariant.EPOCH, "epochs out of order", log -> {
                long second = log.entry(SECOND_EPOCH + FRESH);
                long first = log.number("select max(e.sequence) from event e, event s where s.sequence = " + second
                        + " and e.sequence < s.sequence and e.type = 'EpochEnded' and e.payload #> '{report,trial}' ="
                        + " s.payload #> '{report,trial}'");
                log.swap(first, second);
            }),
            new Corruption(Invariant.EPOCH, "rung of a dense network", log -> {
                log.set(log.entry("type = 'EpochEnded'"), "report,rung", "\"" + "ab".repeat(32) + "\"");
            }),
            new Corruption(Invariant.FRONT, "another front", log -> {
                log.set(log.entry("type = 'FrontChanged' and sequence > 60"), "trials", "[\"t0000\"]");
            }),
            new Corruption(Invariant.FRONT, "another hypervolume", log -> {
                log.set(log.entry("type = 'FrontChanged' and sequence > 60"), "hypervolume", "0.75");
            }),
            new Corruption(Invariant.FRONT, "change of the front not told", log -> {
                log.remove(log.entry("type = 'FrontChanged'"));
            }),
            new Corruption(Invariant.FRONT, "front told twice", log -> {
                long front = log.entry("type = 'FrontChanged'");
                log.copy(front, front + 1);
            }),
            new Corruption(Invariant.FRONT, "accuracy raised after the fact", log -> {
                log.set(log.entry(FIRST_RESULT), "result,measurement,validationAccuracy", "0.999");
            }),
            new Corruption(Invariant.TERMINAL, "doubled result", log -> {
                long result = log.entry(FIRST_RESULT);
                log.copy(result, result + 2);
            }),
            new Corruption(Invariant.TERMINAL, "lost result, also in its table", log -> {
                long result = log.entry(FIRST_RESULT);
                log.sql("delete from result r using event v where v.sequence = " + result
                        + " and r.trial = v.payload #>> '{result,trial}'");
                log.remove(result + 1);
                log.remove(result);
            }),
            new Corruption(Invariant.END, "another end", log -> {
                log.set(log.entry("type = 'Ended'"), "state", "\"FAILED\"");
            }),
            new Corruption(Invariant.END, "no end", log -> {
                log.remove(log.entry("type = 'Ended'"));
                log.sql("update sweep set state = 'RUNNING'");
            }),
            new Corruption(Invariant.END, "end too early", log -> {
                log.copy(log.entry("type = 'Ended'"), log.entry(FIRST_RESULT));
            }),
            new Corruption(Invariant.FOLD, "transition that the server refuses", log -> {
                log.set(log.entry(UNFINISHED), "report,attempt", "5");
            }));

    private LogCorruptions() {}
}
