package io.barograph.cli.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster manager that outlives all members that hold data, and what becomes of the data when a cluster falls apart.
 *
 * <p>When the last such member goes, who listens where goes with it: the manager that Vert.x brings fails half way then, and
 * the event bus keeps sending to those that are gone. When a cluster was split, or a member frozen, some remove what others
 * have just said of themselves, and nobody can reach these any more. This one waits for the next member with data, and looks
 * every few seconds whether all that this process has said is still there; if not, it says it again and asks again for
 * everybody it had asked for.
 */
final class LastingClusterManager extends HazelcastClusterManager {
    private static final Logger LOG = LoggerFactory.getLogger(LastingClusterManager.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Map<RegistrationInfo, String> own = new ConcurrentHashMap<>(); // to the address
    private volatile @Nullable Vertx vertx;
    private volatile @Nullable MemberRegistrations eventBus;
    private final AtomicBoolean looking = new AtomicBoolean();
    private boolean lost;

    LastingClusterManager(Config config) {
        super(config);
    }

    @Override
    public void init(Vertx initialized) {
        super.init(initialized);
        vertx = initialized;
    }

    @Override
    public void join(Completable<Void> promise) {
        super.join((joined, failure) -> {
            Vertx timers = vertx;
            if (failure == null && timers != null) {
                timers.setPeriodic(LOOK.toMillis(), timer -> look(timers));
                getHazelcastInstance().getCluster().getMembers().forEach(this::sayWhatIsBetween);
            }
            promise.complete(null, failure);
        });
    }

    /** The parent stumbles over what it has not made yet if it had not wholly joined, and would stay a member. */
    @Override
    public void leave(Completable<Void> promise) {
        super.leave((left, failure) -> {
            HazelcastInstance member = getHazelcastInstance();
            Vertx threads = vertx;
            if (failure == null || member == null || threads == null) {
                promise.complete(null, failure);
            } else {
                threads.<@Nullable Void>executeBlocking(
                                () -> {
                                    member.getLifecycleService().terminate();
                                    return null;
                                },
                                false)
                        .onComplete(promise);
            }
        });
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        MemberRegistrations members = new MemberRegistrations(listener, this::getNodes);
        super.registrationListener(members);
        eventBus = members;
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (!registration.localOnly()) {
            own.put(registration, address);
        }
        super.addRegistration(address, registration, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        own.remove(registration);
        super.removeRegistration(address, registration, promise);
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        asked.add(address);
        super.getRegistrations(
                address,
                (registrations, failure) -> promise.complete(
                        failure == null ? MemberRegistrations.of(registrations, getNodes()) : null, failure));
    }

    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        if (!isMember()) {
            return;
        }
        // The members of now are further on than those of the event if this process was frozen.
        if (areGuests(event.getMembers()) || noOrchestrator()) {
            LOG.info("No orchestrator is left in the cluster");
            lost = true;
        } else {
            super.memberRemoved(event);
        }
    }

    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        super.memberAdded(event);
        if (isMember()) {
            sayWhatIsBetween(event.getMember());
        }
        if (lost && !event.getMember().isLiteMember()) {
            stateChanged(new LifecycleEvent(LifecycleState.MERGED));
        } else {
            asked.forEach(this::askAgain); // it may be among those that were left out because they were no members
        }
    }

    @Override
    public synchronized void stateChanged(LifecycleEvent event) {
        super.stateChanged(event); // after a merge, this tells the others anew
        if (event.getState() == LifecycleState.MERGED && isMember()) {
            LOG.info("This member says anew where it listens");
            lost = false;
            asked.forEach(this::askAgain);
        }
    }

    /** Why no orchestrator of the cluster will talk with this member; null if one does, or if there is none. */
    @Nullable
    String obstacle() {
        Cluster cluster = getHazelcastInstance().getCluster();
        String obstacle = null;
        for (Member member : cluster.getMembers()) {
            if (!member.isLiteMember() && !member.localMember()) {
                String between = Encryption.obstacle(cluster.getLocalMember(), member);
                if (between == null) {
                    return null;
                }
                obstacle = "the orchestrator at " + place(member) + " " + between;
            }
        }
        return obstacle;
    }

    private void sayWhatIsBetween(Member other) {
        String obstacle =
                Encryption.obstacle(getHazelcastInstance().getCluster().getLocalMember(), other);
        if (obstacle != null) {
            LOG.warn("No message gets through to or from the member at {}: it {}", place(other), obstacle);
        }
    }

    private static String place(Member member) {
        return member.getAddress().getHost() + ":" + member.getAddress().getPort();
    }

    private void look(Vertx timers) {
        if (!seesOrchestrator() || !looking.compareAndSet(false, true)) {
            return;
        }
        List<Future<?>> present = new ArrayList<>();
        present.add(Future.<NodeInfo>future(promise -> getNodeInfo(getNodeId(), promise)));
        own.forEach((registration, address) -> present.add(isThere(registration, address)));
        Future.join(present)
                .recover(missing -> timers.executeBlocking(
                        () -> {
                            if (seesOrchestrator()) {
                                LOG.info(
                                        "The cluster has forgotten something of this member: {}", missing.getMessage());
                                stateChanged(new LifecycleEvent(LifecycleState.MERGED));
                            }
                            return null;
                        },
                        false))
                .onComplete(done -> looking.set(false))
                .onFailure(failure -> LOG.info("The cluster cannot be told now", failure));
    }

    private Future<Void> isThere(RegistrationInfo registration, String address) {
        Promise<List<RegistrationInfo>> known = Promise.promise();
        super.getRegistrations(address, known);
        return known.future()
                .compose(all -> all.contains(registration) || !own.containsKey(registration)
                        ? Future.succeededFuture()
                        : Future.failedFuture("that it listens to " + address));
    }

    /** Whether an orchestrator is in the cluster that this is a member of. */
    boolean seesOrchestrator() {
        return isMember() && !noOrchestrator();
    }

    /** Not while it goes: events of others still arrive then, and Hazelcast answers nothing any more. */
    private boolean isMember() {
        return isActive() && getHazelcastInstance().getLifecycleService().isRunning();
    }

    /** Also false when this member has gone since it was asked for last. */
    private boolean noOrchestrator() {
        try {
            return areGuests(getHazelcastInstance().getCluster().getMembers());
        } catch (HazelcastInstanceNotActiveException gone) {
            return false;
        }
    }

    private static boolean areGuests(Set<Member> members) {
        return members.stream().allMatch(Member::isLiteMember);
    }

    private void askAgain(String address) {
        MemberRegistrations listener = eventBus;
        if (listener == null || !listener.wantsUpdatesFor(address)) {
            asked.remove(address);
            return;
        }
        super.getRegistrations(address, (registrations, failure) -> {
            if (failure == null) {
                listener.registrationsUpdated(new RegistrationUpdateEvent(address, registrations));
            } else {
                LOG.warn("Who listens at {} is not known", address, failure);
            }
        });
    }
}
