package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.access.Quota;
import io.barograph.server.collect.CollectorConfig;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every default in one place, so that none changes unnoticed. */
class ServerDefaultsTest {
    @Test
    void schedulerDefaults() {
        assertThat(SchedulerConfig.of("me"))
                .isEqualTo(new SchedulerConfig(
                        "me",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250),
                        Duration.ofMillis(250)));
    }

    @Test
    void collectorDefaults() {
        ArtifactStore artifacts = ArtifactStore.folder(Path.of("artifacts"));
        assertThat(CollectorConfig.of(artifacts))
                .isEqualTo(new CollectorConfig(artifacts, Duration.ofHours(24), Duration.ofHours(1)));
        assertThat(ServerConfig.embedded(Path.of("/data")).collector()).isNull();
        assertThat(ServerConfig.embedded(Path.of("/data")).quota()).isEqualTo(Quota.NONE);
    }

    @Test
    void databaseDefaults() {
        assertThat(PostgresConfig.of("jdbc:postgresql://h/d", "u", "p"))
                .isEqualTo(new PostgresConfig(
                        "jdbc:postgresql://h/d", "u", "p", 6, Duration.ofSeconds(10), Duration.ofSeconds(5)));
        EmbeddedPostgresConfig embedded = EmbeddedPostgresConfig.of(Path.of("/data"));
        assertThat(embedded.folder()).isEqualTo(Path.of("/data"));
        assertThat(embedded.binariesFolder()).endsWithRaw(Path.of("barograph"));
        assertThat(embedded.startTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(embedded.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void messagesNameTheOffendingValue() {
        assertThatThrownBy(() -> PostgresConfig.of("jdbc:h2:mem", "u", "p"))
                .hasMessage("database URL must begin with jdbc:postgresql:, was jdbc:h2:mem");
        assertThatThrownBy(() -> SchedulerConfig.of(" ")).hasMessage("owner must not be blank");
        assertThat(PostgresConfig.of("jdbc:postgresql://h/d", "u", "secret").toString())
                .doesNotContain("secret");
    }
}
