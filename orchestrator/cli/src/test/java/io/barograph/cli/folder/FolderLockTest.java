package io.barograph.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void oneHolderAtATimeAndTheSecondIsToldWho() {
        Path file = folder.resolve("lock");
        long self = ProcessHandle.current().pid();
        try (FolderLock held = FolderLock.take(file)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> FolderLock.take(file))
                    .isInstanceOf(FolderException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + self)
                    .hasMessageContaining("--out");
        }
        FolderLock.take(file).close();
        assertThat(FolderLock.holder(file)).isNull();
    }

    @Test
    void nobodyHoldsAFolderWithoutALock() {
        assertThat(FolderLock.holder(folder.resolve("lock"))).isNull();
    }

    @Test
    void aLockThatCannotBeWrittenSaysWhy() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("lock");
        assertThatThrownBy(() -> FolderLock.take(file))
                .isInstanceOf(FolderException.class)
                .hasMessageContaining("cannot write " + file);
    }
}
