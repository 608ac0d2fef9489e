package io.barograph.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A trial handed to a worker.
 *
 * @param attempt 1-based; a fencing token: reports of an older attempt are refused
 * @param leaseMillis the worker must be heard of at least this often, or the trial goes to another
 * @param teacher artifact hash of the trained dense network; null: pretrain it
 * @param teacherKey names the dense network: equal for all trials that can share it
 * @param rung artifact hash of a looser trial's snapshot to prune on from, or null: prune from the dense network
 * @param leavesRung whether a tighter trial may want to go on from this one, so that its snapshot must be stored
 * @param checkpoint artifact hash to go on from, or null; goes before the rung
 * @param sweepNumber goes into every message about the trial, see {@link TrialMessage}
 */
public record TrialAssignment(
        String sweep,
        TrialConfig config,
        DatasetSpec dataset,
        NetworkSpec network,
        int attempt,
        long leaseMillis,
        @Nullable String teacher,
        String teacherKey,
        @Nullable String rung,
        boolean leavesRung,
        @Nullable String checkpoint,
        @Nullable Long sweepNumber)
        implements Message {
    public TrialAssignment {
        Checks.name("sweep", sweep);
        Checks.atLeast("attempt", 1, attempt);
        Checks.atLeast("leaseMillis", 1L, leaseMillis);
        Checks.optionalHash("teacher", teacher);
        Checks.text("teacherKey", teacherKey);
        Checks.optionalHash("rung", rung);
        Checks.optionalHash("checkpoint", checkpoint);
    }

    /** Names all that the trial's result depends on: the same configuration has the same name in any sweep. */
    public String configuration() {
        ObjectMapper mapper = Jackson.mapper();
        return CanonicalJson.sha256(mapper.createObjectNode()
                .put("budget", config.budget())
                .put("seed", config.seed())
                .<ObjectNode>set("training", mapper.valueToTree(config.training()))
                .<ObjectNode>set("dataset", mapper.valueToTree(dataset.withoutPlace()))
                .set("network", mapper.valueToTree(network)));
    }
}
