package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:5701", "orchestrator-0.barograph:1", "[::1]:65535", "localhost:0"})
    void isReadTheWayItIsWritten(String text) {
        assertThat(MemberAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "5701", ":5701", "host:", "host:x", "host:-1", "::1:5701", ""})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> MemberAddress.parse(text)).hasMessage("an address is written HOST:PORT, was %s", text);
    }

    @Test
    void refusesImpossiblePorts() {
        assertThatThrownBy(() -> MemberAddress.parse("host:65536")).hasMessageContaining("was 65536");
    }

    @Test
    void aNameHasTheAddressesThatItHasNow() {
        assertThat(new MemberAddress("localhost", 5701).addresses()).contains(new InetSocketAddress("127.0.0.1", 5701));
        assertThat(new MemberAddress("nobody.invalid", 5701).addresses()).isEmpty();
        assertThat(new MemberAddress("localhost", 1).isFixed()).isFalse();
        assertThat(new MemberAddress("::1", 1).isFixed()).isTrue();
        assertThat(new MemberAddress("127.0.0.1", 1).isFixed()).isTrue();
    }

    @Test
    void knowsWhatOnlyThisMachineReaches() {
        assertThat(new MemberAddress("127.0.0.2", 1).isLoopback()).isTrue();
        assertThat(new MemberAddress("::1", 1).isLoopback()).isTrue();
        assertThat(new MemberAddress("192.0.2.1", 1).isLoopback()).isFalse();
    }
}
