package io.barograph.cli.cluster;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process becomes a member of a cluster. Members trust each other with everything, and who is one is neither asked nor
 * encrypted: an address that other machines reach has to be asked for.
 *
 * @param name members of clusters with other names are not talked to, default barograph
 * @param role what it is in the cluster
 * @param listen the address of this member, default 127.0.0.1; its port is 5701 for an orchestrator and any free one
 *     otherwise
 * @param eventBusPort where the event bus listens, at the same host; default 0: any free one
 * @param join where to look for members; may name this one, and one that is up is enough
 * @param trustedNetwork whether everybody who can reach the address may be trusted, default false
 * @param tls for an event bus that talks only with those who have a certificate; null for one that is not encrypted
 */
public record ClusterConfig(
        String name,
        Role role,
        MemberAddress listen,
        int eventBusPort,
        List<JoinTarget> join,
        boolean trustedNetwork,
        @Nullable TlsIdentity tls) {
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
                            + " members are not asked who they are, and --tls-cert encrypts the event bus alone; give"
                            + " --trusted-network if that network is yours alone, or listen on 127.0.0.1");
        }
        for (JoinTarget member : join) {
            // Not only of no use: Hazelcast may take the address of a member to join for its own.
            if (member instanceof MemberAddress address && address.isLoopback() != listen.isLoopback()) {
                throw new IllegalArgumentException("a member that listens on " + listen.host() + " cannot join "
                        + member + ": both must be loopback addresses, or neither (see --listen)");
            }
        }
    }

    /** With an event bus that is not encrypted. */
    public ClusterConfig(
            String name,
            Role role,
            MemberAddress listen,
            int eventBusPort,
            List<? extends JoinTarget> join,
            boolean trustedNetwork) {
        this(name, role, listen, eventBusPort, List.copyOf(join), trustedNetwork, null);
    }

    /** Whether the addresses to join are the same for ever. */
    boolean joinIsFixed() {
        return join.stream().allMatch(JoinTarget::isFixed);
    }

    /** The addresses to join as of now, without those that this member cannot reach; blocks, for seconds at worst. */
    List<InetSocketAddress> lookUp() {
        boolean loopback = listen.isLoopback();
        return join.stream()
                .flatMap(member -> member.addresses().stream())
                .filter(found -> found.getAddress().isLoopbackAddress() == loopback)
                .distinct()
                .toList();
    }
}
