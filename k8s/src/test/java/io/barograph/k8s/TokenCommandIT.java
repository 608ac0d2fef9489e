package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.k8s.TestingCluster.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code k8s/token} asks for; that the image of orchestrators does it, {@code LayoutIT} of the images shows. */
class TokenCommandIT {
    @TempDir
    Path folder;

    private TestingCluster cluster;

    @BeforeEach
    void prepare() throws IOException {
        cluster = new TestingCluster(folder);
    }

    @Test
    void asksAnOrchestratorsPod() throws Exception {
        assertThat(cluster.run("token", "prometheus", "viewer", "--json").code())
                .isZero();
        assertThat(cluster.words()).containsExactly("prometheus", "--role", "viewer", "--json");
        assertThat(cluster.calls()).hasSize(1);
    }

    @Test
    void endsAsTheCommandInThePodDoes() throws Exception {
        cluster.with("ENDS", "7");
        assertThat(cluster.run("token", "prometheus", "viewer").code()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prometheus", "prometheus reader", "--role viewer", "--help me"})
    void refusesAWrongCommandLineWithoutAskingTheCluster(String given) throws Exception {
        Ended ended = cluster.run("token", given.isEmpty() ? new String[0] : given.split(" "));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("usage: k8s/token NAME viewer|submitter|admin");
        assertThat(cluster.calls()).isEmpty();
    }
}
