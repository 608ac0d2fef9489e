package io.barograph.cli;

import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.barograph.cli.cluster.JoinTarget;
import io.barograph.cli.cluster.MemberAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every command that joins a cluster can be told. */
final class ClusterOptions {
    @Option(
            names = "--join",
            paramLabel = "HOST:PORT|kubernetes:NAMESPACE/SERVICE[:PORT]",
            converter = Target.class,
            description = "An orchestrator to look for, best all of them; may be repeated. HOST may be a name that has"
                    + " several addresses, and others later; or all pods of a service are looked for, port 5701 unless"
                    + " given.")
    private List<JoinTarget> join = new ArrayList<>();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Address.class,
            description = "Address of this member, which the others reach; port 0 is any free one. Default:"
                    + " 127.0.0.1, with port 5701 for an orchestrator.")
    private @Nullable MemberAddress listen;

    @Option(
            names = "--event-bus-port",
            paramLabel = "PORT",
            description = "Where the event bus listens at the same host; default: any free port.")
    private int eventBusPort;

    @Option(
            names = "--cluster-name",
            paramLabel = "NAME",
            defaultValue = ClusterConfig.DEFAULT_NAME,
            description = "Clusters of different names never meet; default: ${DEFAULT-VALUE}.")
    private String name = ClusterConfig.DEFAULT_NAME;

    @Option(
            names = "--trusted-network",
            description = "Allow an address that other machines reach. Whoever reaches it can do anything with the"
                    + " cluster: members are not asked who they are, and --tls-cert encrypts the event bus alone.")
    private boolean trustedNetwork;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    /** @throws CliException USAGE, with the reason */
    ClusterConfig orchestrator() {
        return config(Role.ORCHESTRATOR, ClusterConfig.DEFAULT_ORCHESTRATOR);
    }

    /** Whether an orchestrator to look for is named. */
    boolean joins() {
        return !join.isEmpty();
    }

    /** @throws CliException USAGE, with the reason */
    ClusterConfig guest() {
        if (join.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "please name an orchestrator with --join HOST:PORT");
        }
        return config(Role.GUEST, ClusterConfig.DEFAULT_GUEST);
    }

    private ClusterConfig config(Role role, MemberAddress standard) {
        try {
            MemberAddress own = listen == null ? standard : listen;
            return new ClusterConfig(name, role, own, eventBusPort, join, trustedNetwork, tls.identity());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads where to look for members. */
    static final class Target implements ITypeConverter<JoinTarget> {
        @Override
        public JoinTarget convert(String value) {
            try {
                return JoinTarget.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads an address of the command line. */
    static final class Address implements ITypeConverter<MemberAddress> {
        @Override
        public MemberAddress convert(String value) {
            try {
                return MemberAddress.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
