package io.barograph.cli.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import com.hazelcast.spi.discovery.integration.DiscoveryService;
import java.util.Map;

/** Tells Hazelcast where members are now, whenever it joins, and while it looks for those that it has lost. */
record MemberDiscovery(ClusterConfig cluster) implements DiscoveryService {
    @Override
    public void start() {}

    @Override
    public Iterable<DiscoveryNode> discoverNodes() {
        return cluster.lookUp().stream()
                .<DiscoveryNode>map(found -> new SimpleDiscoveryNode(new Address(found.getAddress(), found.getPort())))
                .toList();
    }

    @Override
    public void destroy() {}

    @Override
    public Map<String, String> discoverLocalMetadata() {
        return Map.of();
    }
}
