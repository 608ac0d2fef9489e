package io.barograph.bench.chaos;

/** What is done to a cluster. */
enum FaultKind {
    KILL_LEADER("the leader is killed", true),
    KILL_STANDBY("an orchestrator that stands by is killed", true),
    KILL_WORKER("a worker is killed", true),
    FREEZE_LEADER("the leader is frozen", false),
    FREEZE_WORKER("a worker is frozen", false),
    LEADER_ALONE("a partition 1–2: the leader is alone", false),
    LEADER_WITH_MANY("a partition 2–1: one that stands by is alone", false),
    KILL_DATABASE("PostgreSQL is killed", false),
    FILL_ARTIFACTS("the artifact folder is full", false),
    AT_COMMIT_KILL("the leader is killed between a commit and its acknowledgement", true),
    AT_COMMIT_FREEZE("the leader is frozen between a commit and its acknowledgement", false),
    AT_RENAME_KILL("a worker is killed between an artifact's rename and its report", true),
    AT_RENAME_FREEZE(
            "a worker is frozen between an artifact's rename and its report, for longer than its lease", false),
    AT_RENEWAL_KILL("the leader is killed while it renews its lease", true),
    AT_RENEWAL_FREEZE("the leader is frozen while it renews its lease", false),
    AT_TAKE_OVER_KILL("the leader is killed, and the next one as it takes over", true),
    AT_TAKE_OVER_FREEZE("the leader is killed, and the next one frozen as it takes over", false);

    private final String meaning;
    private final boolean kill;

    FaultKind(String meaning, boolean kill) {
        this.meaning = meaning;
        this.kill = kill;
    }

    String meaning() {
        return meaning;
    }

    /** Somebody else is to lead before the end of the longest; the others are to be over before the sweeps are. */
    int longestMillis() {
        return switch (this) {
            case FREEZE_LEADER, LEADER_ALONE, AT_COMMIT_FREEZE, AT_RENEWAL_FREEZE -> 25_000;
            case FILL_ARTIFACTS, KILL_DATABASE -> 10_000;
            default -> 14_000;
        };
    }

    /** Whether the cluster is to go on at once, without waiting for the end of the fault. */
    boolean isKill() {
        return kill;
    }
}
