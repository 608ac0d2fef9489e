package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for one command, removed with all that is in it. */
record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    /** @throws FolderException if there is no place for it */
    static TemporaryFolder make() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("barograph-"));
        } catch (IOException e) {
            throw FolderException.unwritable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be removed", path, e);
        }
    }
}
