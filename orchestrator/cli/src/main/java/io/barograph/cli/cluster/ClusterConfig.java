package io.barograph.cli.cluster;

import java.util.List;

/**
 * How a process becomes a member of a cluster. Members trust each other with everything, and nothing between them is
 * encrypted: an address that other machines reach has to be asked for.
 *
 * @param name members of clusters with other names are not talked to, default barograph
 * @param role what it is in the cluster
 * @param listen the address of this member, default 127.0.0.1; its port is 5701 for an orchestrator and any free one
 *     otherwise
 * @param eventBusPort where the event bus listens, at the same host; default 0: any free one
 * @param join members to look for; may name this one, and one that is up is enough
 * @param trustedNetwork whether everybody who can reach the address may be trusted, default false
 */
public record ClusterConfig(
        String name,
        Role role,
        MemberAddress listen,
        int eventBusPort,
        List<MemberAddress> join,
        boolean trustedNetwork) {
    public static final String DEFAULT_NAME = "barograph";
    public static final MemberAddress DEFAULT_ORCHESTRATOR = new MemberAddress("127.0.0.1", 5701);
    public static final MemberAddress DEFAULT_GUEST = new MemberAddress("127.0.0.1", 0);

    /** What a member is for. */
    public enum Role {
        /** Keeps its share of who listens where. */
        ORCHESTRATOR,
        /** Keeps nothing, so that its coming and going moves nothing: a worker or a client. */
        GUEST
    }

    public ClusterConfig {
        join = List.copyOf(join);
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of the cluster must not be blank");
        }
        new MemberAddress(listen.host(), eventBusPort); // looks at the port
        if (role == Role.GUEST && join.isEmpty()) {
            throw new IllegalArgumentException("at least one member to join must be named");
        }
        if (listen.isWildcard()) {
            throw new IllegalArgumentException(
                    "a member must listen on one address that the others reach, not on " + listen.host());
        }
        if (!trustedNetwork && !listen.isLoopback()) {
            throw new IllegalArgumentException(
                    "whoever reaches " + listen.host() + " could do anything with this cluster:"
                            + " members are not asked who they are and nothing is encrypted; give --trusted-network if that"
                            + " network is yours alone, or listen on 127.0.0.1");
        }
        for (MemberAddress member : join) {
            // Not only of no use: Hazelcast may take the address of a member to join for its own.
            if (member.isLoopback() != listen.isLoopback()) {
                throw new IllegalArgumentException("a member that listens on " + listen.host() + " cannot join "
                        + member + ": both must be loopback addresses, or neither (see --listen)");
            }
        }
    }
}
