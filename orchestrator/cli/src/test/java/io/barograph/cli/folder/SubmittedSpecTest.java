package io.barograph.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.SweepSpec;
import io.barograph.api.spec.SweepSpecReader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmittedSpecTest {
    private static final String TEXT =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: small
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5]
            """;

    @TempDir
    Path path;

    private SweepFolder folder;

    @BeforeEach
    void create() {
        folder = new SweepFolder(path.resolve("sweep"));
        folder.create();
    }

    /** It is what a client hands in over HTTP. */
    @Test
    void theCanonicalTextIsASpecAgain() {
        SweepSpec spec = read(TEXT);
        assertThat(SweepSpecReader.read(SubmittedSpec.canonical(spec))).isEqualTo(spec);
    }

    @Test
    void aFreeFolderTakesAnySpec() {
        assertThatCode(() -> SubmittedSpec.requireSame(folder, read(TEXT))).doesNotThrowAnyException();
    }

    @Test
    void commentsOrderAndDefaultsWrittenOutMakeNoDifference() {
        SubmittedSpec.bind(folder, read(TEXT));
        String same = "# the same\n" + TEXT + "training: {batchSize: 64}\n";
        assertThatCode(() -> SubmittedSpec.requireSame(folder, read(same))).doesNotThrowAnyException();
        assertThat(SubmittedSpec.canonical(read(same))).isEqualTo(SubmittedSpec.canonical(read(TEXT)));
    }

    @Test
    void anotherSpecIsRefusedWithItsDifferences() {
        SubmittedSpec.bind(folder, read(TEXT));
        String other = TEXT.replace("[1, 0.5]", "[1, 0.25]") + "training: {prune: {epochs: 9}}\n";
        assertThatThrownBy(() -> SubmittedSpec.requireSame(folder, read(other)))
                .isInstanceOf(FolderException.class)
                .hasMessageContaining(folder.path().toString())
                .hasMessageContaining("search.budgets is [1.0,0.25], was [1.0,0.5]")
                .hasMessageContaining("training.prune.epochs is 9, was 5")
                .hasMessageContaining("--out");
        assertThat(SubmittedSpec.canonical(read(other))).isNotEqualTo(SubmittedSpec.canonical(read(TEXT)));
    }

    @Test
    void bindingTwiceKeepsTheFirst() {
        SubmittedSpec.bind(folder, read(TEXT));
        SubmittedSpec.bind(folder, read(TEXT.replace("0.5", "0.25")));
        assertThatCode(() -> SubmittedSpec.requireSame(folder, read(TEXT))).doesNotThrowAnyException();
    }

    private static SweepSpec read(String text) {
        return SweepSpecReader.read(text);
    }
}
