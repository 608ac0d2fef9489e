package io.barograph.cli.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Hands on who listens where, without those who are no members: they died while the cluster was split, and it remembered them
 * when it was one again.
 */
final class MemberRegistrations implements RegistrationListener {
    private final RegistrationListener eventBus;
    private final Supplier<List<String>> members;

    MemberRegistrations(RegistrationListener eventBus, Supplier<List<String>> members) {
        this.eventBus = eventBus;
        this.members = members;
    }

    static List<RegistrationInfo> of(List<RegistrationInfo> registrations, Collection<String> members) {
        Set<String> known = Set.copyOf(members);
        return registrations.stream()
                .filter(registration -> known.contains(registration.nodeId()))
                .toList();
    }

    @Override
    public void registrationsUpdated(RegistrationUpdateEvent event) {
        List<RegistrationInfo> ofMembers = of(event.registrations(), members.get());
        eventBus.registrationsUpdated(new RegistrationUpdateEvent(event.address(), ofMembers));
    }

    @Override
    public void registrationsLost() {
        eventBus.registrationsLost();
    }

    @Override
    public boolean wantsUpdatesFor(String address) {
        return eventBus.wantsUpdatesFor(address);
    }
}
