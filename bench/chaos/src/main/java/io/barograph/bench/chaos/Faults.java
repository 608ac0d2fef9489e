package io.barograph.bench.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Does faults to a cluster and keeps count of them. Thread-safe. */
final class Faults {
    private static final long PATIENCE_MILLIS = 12_000;
    private static final long BACK_MILLIS = 60_000;
    private static final String DATABASE = "database";
    private static final String ARTIFACTS = "artifacts";

    private final Cluster cluster;
    private final Consumer<String> say;
    private final Victims victims = new Victims();
    private final Partition partition;
    private final List<FaultRecord> done = Collections.synchronizedList(new ArrayList<>());
    private final Map<Window, Integer> windows = new EnumMap<>(Window.class);

    Faults(Cluster cluster, Consumer<String> say) {
        this.cluster = cluster;
        this.say = say;
        this.partition = new Partition(cluster);
    }

    List<FaultRecord> done() {
        synchronized (done) {
            return List.copyOf(done);
        }
    }

    /** How often a fault came in each window. */
    Map<Window, Integer> windows() {
        synchronized (windows) {
            return new EnumMap<>(windows);
        }
    }

    /** Does one and waits until it is over; false if there was nobody to do it to. */
    boolean apply(PlannedFault fault) {
        return switch (fault.kind()) {
            case KILL_LEADER -> onOne(fault, cluster.orchestrators, this::leads, this::kill);
            case KILL_STANDBY -> onOne(fault, cluster.orchestrators, member -> !leads(member), this::kill);
            case KILL_WORKER -> onOne(fault, cluster.workers, any -> true, this::kill);
            case FREEZE_LEADER -> onOne(fault, cluster.orchestrators, this::leads, this::freeze);
            case FREEZE_WORKER -> onOne(fault, cluster.workers, any -> true, this::freeze);
            case LEADER_ALONE, LEADER_WITH_MANY -> onAll(fault, Partition.NAME, () -> cut(fault), partition::heal);
            case KILL_DATABASE -> onAll(fault, DATABASE, cluster.database::kill, cluster.database::startAgain);
            case FILL_ARTIFACTS -> onAll(fault, ARTIFACTS, cluster.artifacts::fill, cluster.artifacts::empty);
            case AT_COMMIT_KILL -> inWindow(fault, Window.COMMIT, Member::kill);
            case AT_COMMIT_FREEZE -> inWindow(fault, Window.COMMIT, Member::freeze);
            case AT_RENEWAL_KILL -> inWindow(fault, Window.RENEWAL, Member::kill);
            case AT_RENEWAL_FREEZE -> inWindow(fault, Window.RENEWAL, Member::freeze);
            case AT_RENAME_KILL, AT_RENAME_FREEZE -> onOne(fault, cluster.workers, any -> true, this::atRename);
            case AT_TAKE_OVER_KILL -> onOne(fault, cluster.orchestrators, this::leads, this::killBoth);
            case AT_TAKE_OVER_FREEZE -> onOne(fault, cluster.orchestrators, this::leads, this::killAndFreeze);
        };
    }

    private boolean leads(Member member) {
        return member.equals(cluster.leader());
    }

    /** Something done to one member, from its beginning to its end. */
    @FunctionalInterface
    private interface Deed {
        void to(Member victim, PlannedFault fault);
    }

    private boolean onOne(PlannedFault fault, List<Member> among, Predicate<Member> which, Deed deed) {
        List<Member> candidates = among.stream().filter(which).toList();
        Member victim = victims.takeOne(candidates, fault.choice());
        if (victim == null) {
            return false;
        }
        try {
            deed.to(victim, fault);
        } finally {
            victims.give(victim.name());
        }
        return true;
    }

    private boolean onAll(PlannedFault fault, String what, Runnable begin, Runnable end) {
        if (!victims.take(what)) {
            return false;
        }
        try {
            Instant injected = begins(fault, List.of());
            begin.run();
            Shell.sleep(fault.lengthMillis());
            end.run();
            ends(fault, List.of(), injected);
        } finally {
            victims.give(what);
        }
        return true;
    }

    private void cut(PlannedFault fault) {
        say.accept(partition.cut(fault.kind() == FaultKind.LEADER_ALONE, fault.choice()));
    }

    private void kill(Member victim, PlannedFault fault) {
        Instant injected = begins(fault, List.of(victim.name()));
        victim.kill();
        back(victim, fault, injected);
    }

    private void freeze(Member victim, PlannedFault fault) {
        Instant injected = begins(fault, List.of(victim.name()));
        victim.freeze();
        back(victim, fault, injected);
    }

    /** After a while: starts or thaws it, and waits until it is ready. */
    private void back(Member victim, PlannedFault fault, Instant injected) {
        Shell.sleep(fault.lengthMillis());
        if (victim.isReady()) {
            victim.thaw();
        } else {
            victim.start();
        }
        ends(fault, List.of(victim.name()), injected);
        victim.awaitReady(BACK_MILLIS);
    }

    /** Waits for an orchestrator to come into a window. */
    private boolean inWindow(PlannedFault fault, Window window, Consumer<Member> deed) {
        List<Instant> injected = new ArrayList<>();
        String name = cluster.traps.await(window, PATIENCE_MILLIS, who -> {
            if (!victims.take(who)) {
                return false;
            }
            injected.add(begins(fault, List.of(who)));
            deed.accept(cluster.member(who));
            hit(window);
            return true;
        });
        if (name == null) {
            return false;
        }
        back(cluster.member(name), fault, injected.get(0));
        victims.give(name);
        return true;
    }

    private void killBoth(Member leader, PlannedFault fault) {
        takeOver(leader, fault, Member::kill);
    }

    private void killAndFreeze(Member leader, PlannedFault fault) {
        takeOver(leader, fault, Member::freeze);
    }

    private void takeOver(Member leader, PlannedFault fault, Consumer<Member> deed) {
        Instant injected = begins(fault, List.of(leader.name()));
        leader.kill();
        String next = cluster.traps.await(Window.TAKE_OVER, 2 * PATIENCE_MILLIS, who -> {
            boolean free = victims.take(who);
            if (free) {
                deed.accept(cluster.member(who));
                hit(Window.TAKE_OVER);
            }
            return free;
        });
        leader.start();
        if (next != null) {
            say.accept("… and " + next + " takes over");
            back(cluster.member(next), fault, injected);
            victims.give(next);
        } else {
            ends(fault, List.of(leader.name()), injected);
        }
        leader.awaitReady(BACK_MILLIS);
    }

    /** A worker that has renamed an artifact and told nobody. */
    private void atRename(Member worker, PlannedFault fault) {
        Gate gate = Gate.of(cluster.control, worker.name());
        gate.close();
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!gate.isReached() && System.nanoTime() < until) {
            Shell.sleep(20);
        }
        if (!gate.isReached()) {
            gate.open();
            return;
        }
        hit(Window.RENAME);
        if (fault.kind() == FaultKind.AT_RENAME_KILL) {
            Instant injected = begins(fault, List.of(worker.name()));
            worker.kill();
            gate.open();
            back(worker, fault, injected);
        } else {
            Instant injected = begins(fault, List.of(worker.name()));
            worker.freeze();
            gate.open();
            Shell.sleep(Cluster.TRIAL_LEASE_SECONDS * 1000L);
            back(worker, fault, injected);
        }
    }

    private void hit(Window window) {
        synchronized (windows) {
            windows.merge(window, 1, Integer::sum);
        }
    }

    private Instant begins(PlannedFault fault, List<String> names) {
        say.accept(fault.kind().meaning() + (names.isEmpty() ? "" : ": " + String.join(", ", names)) + ", for "
                + fault.lengthMillis() / 1000 + " s");
        return Instant.now();
    }

    private void ends(PlannedFault fault, List<String> names, Instant injected) {
        done.add(new FaultRecord(fault.kind(), names, injected, Instant.now()));
    }
}
