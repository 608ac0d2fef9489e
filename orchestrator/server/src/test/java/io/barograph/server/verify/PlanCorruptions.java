package io.barograph.server.verify;

import java.util.List;

/** A plan that the sampler would not have made, and decisions that the scheduler would not have taken. */
final class PlanCorruptions {
    private static final String ARTIFACT = "\"" + "12".repeat(32) + "\"";
    private static final String FAILED = "type = 'TrialReturned' and payload ->> 'cause' = 'FAILED'";

    static final List<Corruption> ALL = List.of(
            new Corruption(Invariant.PLAN, "another searched value", log -> {
                log.set(1, "trials,3,parameters,prune.learningRate", "0.5");
            }),
            new Corruption(Invariant.PLAN, "another seed", log -> log.set(1, "trials,5,seed", "77")),
            new Corruption(Invariant.PLAN, "a trial less", log -> {
                log.sql("update event set payload = payload #- '{trials,15}' where sequence = 1");
            }),
            new Corruption(Invariant.PLAN, "trials out of order", log -> {
                log.sql(
                        "update event set payload = jsonb_set(jsonb_set(payload, '{trials,2}', payload #> '{trials,3}'),"
                                + " '{trials,3}', payload #> '{trials,2}') where sequence = 1");
            }),
            new Corruption(Invariant.PLAN, "another spec", log -> log.set(1, "spec,search,budgets,1", "0.4")),
            new Corruption(Invariant.PLAN, "a billion trials", log -> {
                log.set(
                        1,
                        "spec,search",
                        "{\"sampler\": \"random\", \"strategy\": \"independent\", \"budgets\": [1],"
                                + " \"seeds\": [1], \"parameters\": {}, \"trials\": 1000000000, \"seed\": 1}");
            }),
            new Corruption(Invariant.PLAN, "sampler of another version", log -> log.set(1, "samplerVersion", "2")),
            new Corruption(Invariant.PLAN, "value that no training can have", log -> {
                log.set(1, "trials,3,parameters", "{\"batchSize\": -1}");
            }),
            new Corruption(Invariant.GIVEN, "another dense network", log -> {
                log.set(log.entry("type = 'TrialStarted' and payload ->> 'teacher' is not null"), "teacher", ARTIFACT);
            }),
            new Corruption(Invariant.GIVEN, "dense network kept back", log -> {
                log.set(log.entry("type = 'TrialStarted' and payload ->> 'teacher' is not null"), "teacher", "null");
            }),
            new Corruption(Invariant.GIVEN, "another rung", log -> {
                log.set(log.entry("type = 'TrialStarted' and payload ->> 'rung' is not null"), "rung", ARTIFACT);
            }),
            new Corruption(Invariant.GIVEN, "another checkpoint", log -> {
                log.set(
                        log.entry("type = 'TrialStarted' and payload ->> 'checkpoint' is not null"),
                        "checkpoint",
                        ARTIFACT);
            }),
            new Corruption(Invariant.GIVEN, "another budget", log -> {
                log.set(log.entry("type = 'TrialStarted'"), "budget", "0.3");
            }),
            new Corruption(Invariant.CHOICE, "start before its time", log -> {
                log.sql("update event set at = at + interval '50 seconds' where " + FAILED);
            }),
            new Corruption(Invariant.CHOICE, "start out of turn", log -> {
                long first = log.entry("type = 'TrialStarted'");
                log.set(first, "trial", "\"t0001\"");
            }),
            new Corruption(Invariant.SLOT, "two attempts in a slot", log -> {
                log.sql("update event set payload = jsonb_set(payload, '{worker}', '\"worker-0\"') where type ="
                        + " 'TrialStarted'");
            }),
            new Corruption(Invariant.RESULT, "result for another budget", log -> {
                log.set(log.entry("type = 'TrialCompleted'"), "result,measurement,budget", "0.98");
            }),
            new Corruption(Invariant.RESULT, "result of another dense network", log -> {
                long result = log.number("select max(sequence) from event where type = 'TrialCompleted'");
                log.sql(
                        "update event set payload = jsonb_set(jsonb_set(payload, '{result,measurement,denseVolumePixels}',"
                                + " to_jsonb(20000)), '{result,measurement,volumePixels}', to_jsonb(2 * (payload"
                                + " #>> '{result,measurement,volumePixels}')::integer)) where sequence = " + result);
            }),
            new Corruption(Invariant.LIMIT, "more failures than allowed", log -> {
                log.set(1, "spec,limits,maxAttempts", "1");
            }),
            new Corruption(Invariant.LIMIT, "more lost workers than allowed", log -> {
                // A return and the start after it, over and over.
                long back = log.entry("type = 'TrialReturned' and payload ->> 'cause' = 'LOST'");
                for (int i = 0; i < 30; i++) {
                    log.copy(back, back + 1);
                    log.sql(
                            "update event set type = 'TrialStarted', payload = jsonb_build_object('trial', payload -> 'trial',"
                                    + " 'budget', 1, 'attempt', (payload ->> 'attempt')::integer, 'worker', 'w', 'slot', 0,"
                                    + " 'askNumber', 1, 'teacher', null, 'rung', null, 'checkpoint', null) where sequence = "
                                    + (back + 1));
                    log.copy(back, back + 2);
                    back += 2;
                }
            }));

    private PlanCorruptions() {}
}
