package io.barograph.cli.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ManagementCenterConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import io.barograph.cli.cluster.ClusterConfig.Role;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Hazelcast as the cluster needs it, and nothing of it that listens, calls out or runs code beyond that. */
final class HazelcastSettings {
    private HazelcastSettings() {}

    /** @throws UnknownHostException if the host to listen on has no address */
    static Config of(ClusterConfig cluster) throws UnknownHostException {
        Config config = new Config();
        config.setClusterName(cluster.name());
        config.setLiteMember(cluster.role() == Role.GUEST);
        network(config.getNetworkConfig(), cluster);
        join(config, cluster);
        Encryption.announce(config, cluster.tls());
        config.getSerializationConfig().setJavaSerializationFilterConfig(whatHazelcastThrows());
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.setManagementCenterConfig(new ManagementCenterConfig()
                .setScriptingEnabled(false)
                .setConsoleEnabled(false)
                .setDataAccessEnabled(false));
        config.getMultiMapConfig("__vertx.subs").setBackupCount(1).setValueCollectionType(ValueCollectionType.SET);
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
        properties(config);
        return config;
    }

    private static void network(NetworkConfig network, ClusterConfig cluster) throws UnknownHostException {
        String address = InetAddress.getByName(cluster.listen().host()).getHostAddress();
        network.setPort(cluster.listen().port()).setPortAutoIncrement(false).setReuseAddress(true);
        network.getInterfaces().setEnabled(true).addInterface(address);
        network.getRestApiConfig().setEnabled(false);
    }

    private static void join(Config config, ClusterConfig cluster) {
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        if (cluster.joinIsFixed()) {
            join.getTcpIpConfig().setEnabled(true);
            cluster.join().forEach(member -> join.getTcpIpConfig().addMember(member.toString()));
        } else {
            // Of the addresses of a name in the list above, Hazelcast would take those of its own interface alone.
            config.setProperty("hazelcast.discovery.enabled", "true");
            join.getDiscoveryConfig().setDiscoveryServiceProvider(settings -> new MemberDiscovery(cluster));
        }
    }

    /** Java deserialization for failures that Hazelcast sends to a caller; Vert.x writes its entries field by field. */
    private static JavaSerializationFilterConfig whatHazelcastThrows() {
        ClassFilter allowed = new ClassFilter()
                .addPackages("java.lang", "java.util.concurrent", "java.io")
                .addClasses("java.util.ArrayList", "[Ljava.lang.StackTraceElement;", "[Ljava.lang.Throwable;")
                .addPrefixes("java.util.Collections$", "com.hazelcast.");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
    }

    private static void properties(Config config) {
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        // An answer that was lost with its connection is missed after twice this; the default is a minute, and all wait
        // for it.
        config.setProperty("hazelcast.operation.call.timeout.millis", "5000");
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "10");
        // Guests whose orchestrators all died find the new ones by this alone; the default is minutes.
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        config.setProperty("hazelcast.wait.seconds.before.join", "1");
    }
}
