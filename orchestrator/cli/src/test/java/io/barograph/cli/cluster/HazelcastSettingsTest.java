package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.discovery.integration.DiscoveryServiceSettings;
import io.barograph.cli.cluster.ClusterConfig.Role;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HazelcastSettingsTest {
    private static final MemberAddress ANY_PORT = new MemberAddress("127.0.0.1", 0);

    /** What an attacker would send: code that runs while it is read. */
    private static final class Foreign implements Serializable {
        private static final long serialVersionUID = 1;
        private static boolean ran;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            ran = true;
            in.defaultReadObject();
        }
    }

    private static Config settings(Role role) throws Exception {
        return HazelcastSettings.of(new ClusterConfig("test", role, ANY_PORT, 0, List.of(ANY_PORT), false));
    }

    @Test
    void findsMembersByTheirAddressesAlone() throws Exception {
        NetworkConfig network = settings(Role.ORCHESTRATOR).getNetworkConfig();
        assertThat(network.getJoin().getMulticastConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(network.getJoin().isAutoDetectionEnabled()).isFalse();
        assertThat(network.getJoin().getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:0");
        assertThat(network.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
        assertThat(network.isPortAutoIncrement()).isFalse();
    }

    @Test
    void looksNamesUpAgainAndAgain() throws Exception {
        MemberAddress byName = new MemberAddress("localhost", 5701);
        Config config = HazelcastSettings.of(
                new ClusterConfig("test", Role.GUEST, ANY_PORT, 0, List.of(ANY_PORT, byName), false));
        assertThat(config.getProperty("hazelcast.discovery.enabled")).isEqualTo("true");
        assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().isEnabled())
                .isFalse();
        assertThat(config.getNetworkConfig()
                        .getJoin()
                        .getDiscoveryConfig()
                        .getDiscoveryServiceProvider()
                        .newDiscoveryService(new DiscoveryServiceSettings())
                        .discoverNodes())
                .extracting(node -> node.getPrivateAddress().getPort())
                .contains(0, 5701);
    }

    @Test
    void neitherCallsOutNorOffersMoreThanMembership() throws Exception {
        Config config = settings(Role.ORCHESTRATOR);
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getNetworkConfig().getRestApiConfig().isEnabled()).isFalse();
        assertThat(config.getJetConfig().isEnabled()).isFalse();
        assertThat(config.getManagementCenterConfig().isScriptingEnabled()).isFalse();
        assertThat(config.getManagementCenterConfig().isConsoleEnabled()).isFalse();
    }

    @Test
    void noticesAFrozenMemberWithinTenSeconds() throws Exception {
        Config config = settings(Role.ORCHESTRATOR);
        assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("10");
    }

    /** One lost answer held up a joining member, or all that a worker said, for two minutes. */
    @Test
    void missesALostAnswerWithinTenSeconds() throws Exception {
        Config config = settings(Role.GUEST);
        assertThat(config.getProperty("hazelcast.operation.call.timeout.millis"))
                .isEqualTo("5000"); // and again as much
    }

    @Test
    void onlyOrchestratorsHoldData() throws Exception {
        assertThat(settings(Role.ORCHESTRATOR).isLiteMember()).isFalse();
        assertThat(settings(Role.GUEST).isLiteMember()).isTrue();
    }

    @Test
    void readsItsOwnFailuresAndNoForeignObject() throws Exception {
        HazelcastInstance member = Hazelcast.newHazelcastInstance(settings(Role.ORCHESTRATOR));
        try {
            IMap<String, Object> map = member.getMap("anything");
            map.set("failure", new TimeoutException("late"));
            assertThat(map.get("failure")).isInstanceOf(TimeoutException.class);
            map.set("foreign", new Foreign());
            assertThatThrownBy(() -> map.get("foreign"))
                    .hasRootCauseInstanceOf(SecurityException.class)
                    .hasStackTraceContaining(Foreign.class.getName());
            assertThat(Foreign.ran).isFalse();
            assertThat(member.getCluster().getLocalMember().getAddress().getHost())
                    .isEqualTo("127.0.0.1");
        } finally {
            member.shutdown();
        }
    }
}
