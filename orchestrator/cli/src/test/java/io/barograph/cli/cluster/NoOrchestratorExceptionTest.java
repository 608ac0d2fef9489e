package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.partition.NoDataMemberInClusterException;
import org.junit.jupiter.api.Test;

class NoOrchestratorExceptionTest {
    @Test
    void isFoundHoweverDeepItIs() {
        Throwable gone = new NoDataMemberInClusterException("all nodes in the cluster are lite members");
        assertThat(NoOrchestratorException.in(gone)).isNotNull();
        Throwable deep = new IllegalStateException(new RuntimeException("of a consumer", gone));
        assertThat(NoOrchestratorException.in(deep)).isNotNull().hasCause(deep);
        assertThat(NoOrchestratorException.in(new IllegalStateException("something else")))
                .isNull();
    }

    @Test
    void findsAnOrchestratorThatWentBeforeItAnswered() {
        OperationTimeoutException late = new OperationTimeoutException("no heartbeat");
        assertThat(NoOrchestratorException.in(new IllegalStateException(late))).isNotNull();
    }
}
