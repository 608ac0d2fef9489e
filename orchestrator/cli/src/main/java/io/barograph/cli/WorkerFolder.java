package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import io.barograph.cli.folder.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one worker process, below one that others may share. */
record WorkerFolder(Path path) {
    static WorkerFolder of(Path work, String name) {
        Path path = work.resolve(name).toAbsolutePath().normalize();
        if (!work.toAbsolutePath().normalize().equals(path.getParent())) {
            throw new CliException(ExitCode.USAGE, "the name of a worker must be able to name a folder, was " + name);
        }
        return new WorkerFolder(path);
    }

    /** Makes it and takes it for this process. */
    FolderLock take() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw FolderException.unwritable(path, e);
        }
        return FolderLock.take(path.resolve("lock"), "--work or another --name");
    }

    Path log() {
        return path.resolve("worker.log");
    }

    /** For copies of artifacts. */
    Path cache() {
        return path.resolve("artifacts");
    }

    /** For the trials of a slot; a trainer empties it. */
    Path trials(int slot) {
        return path.resolve("slot-" + slot);
    }
}
