package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.access.Role;
import io.barograph.server.access.StoredToken;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTableTest {
    private static final Instant GIVEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void aLongNameKeepsItsDistance() {
        String name = "nightly-experiments-of-the-vision-team";
        List<StoredToken> tokens = List.of(
                new StoredToken("00000001", name, Role.SUBMITTER, GIVEN, Instant.parse("2026-06-01T10:00:00Z"), null),
                new StoredToken("00000002", "ci", Role.VIEWER, GIVEN, GIVEN.plusSeconds(1), null),
                new StoredToken("00000003", "ci", Role.VIEWER, GIVEN, null, null),
                new StoredToken("00000004", "ci", Role.ADMIN, GIVEN, null, NOW));
        List<String> lines = TokenTable.render(tokens, NOW, 120, false);
        assertThat(lines.get(0)).matches("ID +NAME +ROLE +GIVEN +VALID");
        assertThat(lines.get(1)).isEqualTo("00000001  " + name + "  submitter  2026-03-01  until 2026-06-01");
        assertThat(lines.get(2)).endsWith("ran out 2026-03-01");
        assertThat(lines.get(3)).endsWith("until revoked");
        assertThat(lines.get(4)).matches("00000004  ci +admin +2026-03-01  revoked 2026-05-01");
        assertThat(TokenTable.render(tokens, NOW, 80, false))
                .allMatch(line -> line.length() < 80)
                .anyMatch(line -> line.contains(name));
    }
}
