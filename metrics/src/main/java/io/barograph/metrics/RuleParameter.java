package io.barograph.metrics;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be set in the rules for Prometheus: the one place for names, defaults and meanings. */
public enum RuleParameter {
    JOB_PATTERN("jobPattern", Kind.PATTERN, ".*barograph.*", "Regular expression of the scraped jobs (label `job`)"),
    RUNBOOK_URL(
            "runbookUrl",
            Kind.PLACE,
            "docs/operations.md",
            "Where this page of runbooks is served; every alert links to its section"),
    TARGET_DOWN_FOR("targetDownForSeconds", Kind.DURATION, "120", "How long scrapes fail before the alert"),
    NO_LEADER_FOR("noLeaderForSeconds", Kind.DURATION, "60", "How long nobody decides before the alert"),
    LEASE_CHURN_TAKEOVERS(
            "leaseChurnTakeovers", Kind.NUMBER, "3", "Take-overs within the window that are not yet too many"),
    LEASE_CHURN_WINDOW("leaseChurnWindowSeconds", Kind.WINDOW, "900", "Window in which take-overs are counted"),
    NO_PROGRESS(
            "noProgressSeconds",
            Kind.NUMBER,
            "1800",
            "How long nothing is stored of a running sweep before it counts as stuck; longer than an epoch"),
    NO_PROGRESS_FOR("noProgressForSeconds", Kind.DURATION, "60", "How long that lasts before the alert"),
    WORKERS_MISSING("workersMissing", Kind.NUMBER, "0", "Lost workers that are tolerated"),
    WORKERS_LOST_WINDOW(
            "workersLostWindowSeconds",
            Kind.WINDOW,
            "1800",
            "Window of the most workers seen, and of the attempts that were lost"),
    WORKERS_LOST_FOR("workersLostForSeconds", Kind.DURATION, "120", "How long they are missing before the alert"),
    BUDGET_ERROR("budgetErrorRatio", Kind.NUMBER, "0", "(volume - budget) / budget that is tolerated"),
    BUDGET_MISSED_FOR("budgetMissedForSeconds", Kind.DURATION, "60", "How long that lasts before the alert"),
    FRONT_PLATEAU("frontPlateauSeconds", Kind.NUMBER, "21600", "How long a running sweep's front may stay as it is"),
    FRONT_PLATEAU_FOR("frontPlateauForSeconds", Kind.DURATION, "300", "How long that lasts before the alert"),
    QUEUE_GROWTH(
            "queueGrowthTrialsPerHour", Kind.NUMBER, "1", "Growth of the queue, in trials an hour, that is tolerated"),
    QUEUE_GROWTH_WINDOW("queueGrowthWindowSeconds", Kind.WINDOW, "1800", "Window over which growth is measured"),
    QUEUE_GROWING_FOR(
            "queueGrowingForSeconds",
            Kind.DURATION,
            "2700",
            "How long it grows before the alert; longer than the window, so that one large sweep is no alert"),
    STRANDED_FOR(
            "strandedTrialsForSeconds",
            Kind.DURATION,
            "300",
            "How long trials wait for labels that no worker has before the alert; longer than a worker takes to come"),
    STORE_SLOW("storeSlowSeconds", Kind.NUMBER, "1", "What the slowest hundredth of the commits may take"),
    STORE_SLOW_WINDOW("storeSlowWindowSeconds", Kind.WINDOW, "300", "Window in which commits are timed"),
    STORE_SLOW_FOR("storeSlowForSeconds", Kind.DURATION, "600", "How long they are slow before the alert"),
    STORE_FAILURES("storeFailures", Kind.NUMBER, "0", "Failures of the store within the window that are tolerated"),
    STORE_FAILURES_WINDOW("storeFailuresWindowSeconds", Kind.WINDOW, "300", "Window in which failures are counted"),
    DISK_FREE("diskFreeRatio", Kind.NUMBER, "0.1", "Free share of a disk below which it is almost full"),
    DISK_ALMOST_FULL_FOR("diskAlmostFullForSeconds", Kind.DURATION, "300", "How long that lasts before the alert"),
    DISK_FILLING_WINDOW("diskFillingWindowSeconds", Kind.WINDOW, "21600", "Window whose trend is drawn on"),
    DISK_FILLING_HORIZON(
            "diskFillingHorizonSeconds", Kind.WINDOW, "86400", "How far ahead a disk must not be full by that trend"),
    DISK_FILLING_FOR("diskFillingForSeconds", Kind.DURATION, "3600", "How long the trend lasts before the alert"),
    EVENT_LOOP_DELAY("eventLoopDelaySeconds", Kind.NUMBER, "2", "How late a timer of an event loop may be"),
    EVENT_LOOP_BLOCKED_FOR(
            "eventLoopBlockedForSeconds",
            Kind.DURATION,
            "120",
            "How long that lasts before the alert; longer than the minute that the delay is kept"),
    CLOCK_SKEW("clockSkewSeconds", Kind.NUMBER, "5", "How far a clock may be from that of Prometheus"),
    CLOCK_SKEW_FOR("clockSkewForSeconds", Kind.DURATION, "300", "How long that lasts before the alert");

    /** What a value may be. */
    public enum Kind {
        NUMBER("a number from 0, with at most 6 decimals", "[0-9]{1,12}([.][0-9]{1,6})?"),
        DURATION("whole seconds from 0", "[0-9]{1,9}"),
        WINDOW("whole seconds from 1", "[1-9][0-9]{0,8}"),
        PATTERN("a regular expression without spaces, quotes and backslashes", "[A-Za-z0-9_./:|()*+?\\[\\]^-]{1,200}"),
        PLACE("a URL or a path, without spaces, quotes and #", "[A-Za-z0-9_./:~%?=&@-]{1,500}");

        private final String allowed;
        private final Pattern pattern;

        Kind(String allowed, String pattern) {
            this.allowed = allowed;
            this.pattern = Pattern.compile(pattern);
        }

        /** In words. */
        public String allowed() {
            return allowed;
        }

        boolean allows(String value) {
            return pattern.matcher(value).matches();
        }
    }

    private final String key;
    private final Kind kind;
    private final String value;
    private final String meaning;

    RuleParameter(String key, Kind kind, String value, String meaning) {
        this.key = key;
        this.kind = kind;
        this.value = value;
        this.meaning = meaning;
    }

    /** As users and templates write it; numbers end with their unit. */
    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** Its default. */
    public String value() {
        return value;
    }

    public String meaning() {
        return meaning;
    }

    static String known() {
        return Arrays.stream(values()).map(RuleParameter::key).collect(Collectors.joining(", "));
    }
}
