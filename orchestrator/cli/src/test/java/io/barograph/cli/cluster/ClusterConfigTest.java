package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.cli.cluster.ClusterConfig.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
    private static ClusterConfig orchestrator(String host, boolean trusted) {
        return new ClusterConfig(
                ClusterConfig.DEFAULT_NAME, Role.ORCHESTRATOR, new MemberAddress(host, 5701), 0, List.of(), trusted);
    }

    @Test
    void defaults() {
        assertThat(ClusterConfig.DEFAULT_NAME).isEqualTo("barograph");
        assertThat(ClusterConfig.DEFAULT_ORCHESTRATOR).hasToString("127.0.0.1:5701");
        assertThat(ClusterConfig.DEFAULT_GUEST).hasToString("127.0.0.1:0");
    }

    @Test
    void listensForOtherMachinesOnlyWhenTheirNetworkIsTrusted() {
        assertThatCode(() -> orchestrator("127.0.0.1", false)).doesNotThrowAnyException();
        assertThatCode(() -> orchestrator("192.0.2.1", true)).doesNotThrowAnyException();
        assertThatThrownBy(() -> orchestrator("192.0.2.1", false))
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("--trusted-network");
    }

    @Test
    void neverListensOnEveryAddress() {
        for (String host : List.of("0.0.0.0", "::")) {
            assertThatThrownBy(() -> orchestrator(host, true)).hasMessageContaining("not on " + host);
        }
    }

    @Test
    void aMemberThatOnlyThisMachineReachesJoinsNoOtherMachine() {
        MemberAddress far = MemberAddress.parse("192.0.2.1:5701");
        MemberAddress near = ClusterConfig.DEFAULT_ORCHESTRATOR;
        assertThatThrownBy(() -> new ClusterConfig("c", Role.GUEST, near, 0, List.of(far), false))
                .hasMessageStartingWith("a member that listens on 127.0.0.1 cannot join 192.0.2.1:5701");
        assertThatThrownBy(() -> new ClusterConfig("c", Role.GUEST, far, 0, List.of(near), true))
                .hasMessageStartingWith("a member that listens on 192.0.2.1 cannot join 127.0.0.1:5701");
    }

    @Test
    void aGuestHasSomebodyToJoin() {
        assertThatThrownBy(() -> new ClusterConfig("c", Role.GUEST, ClusterConfig.DEFAULT_GUEST, 0, List.of(), false))
                .hasMessage("at least one member to join must be named");
    }

    @Test
    void refusesAnImpossibleEventBusPort() {
        assertThatThrownBy(() -> new ClusterConfig(
                        "c", Role.ORCHESTRATOR, ClusterConfig.DEFAULT_ORCHESTRATOR, 70_000, List.of(), false))
                .hasMessageContaining("was 70000");
    }
}
