package io.barograph.cli.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster manager that outlives all members that hold data. When the last of them goes, who listens where goes with it:
 * the one that Vert.x brings fails half way then, and the event bus keeps sending to those that are gone. This one waits
 * for the next such member, says again what this process listens to, and asks again for everybody it had asked for.
 */
final class LastingClusterManager extends HazelcastClusterManager {
    private static final Logger LOG = LoggerFactory.getLogger(LastingClusterManager.class);

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RegistrationListener eventBus;
    private boolean lost;

    LastingClusterManager(Config config) {
        super(config);
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        super.registrationListener(listener);
        eventBus = listener;
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        asked.add(address);
        super.getRegistrations(address, promise);
    }

    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        if (event.getMembers().stream().allMatch(Member::isLiteMember)) {
            LOG.info("No orchestrator is left in the cluster");
            lost = true;
        } else {
            super.memberRemoved(event);
        }
    }

    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        super.memberAdded(event);
        if (lost && !event.getMember().isLiteMember()) {
            stateChanged(new LifecycleEvent(LifecycleState.MERGED));
        }
    }

    @Override
    public synchronized void stateChanged(LifecycleEvent event) {
        super.stateChanged(event); // after a merge, this tells the others anew
        if (event.getState() == LifecycleState.MERGED && isActive()) {
            LOG.info("An orchestrator is in the cluster again");
            lost = false;
            asked.forEach(this::askAgain);
        }
    }

    private void askAgain(String address) {
        RegistrationListener listener = eventBus;
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
