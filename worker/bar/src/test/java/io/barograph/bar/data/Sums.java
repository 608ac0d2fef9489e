package io.barograph.bar.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Writes SHA256SUMS as sha256sum does. */
final class Sums {
    private Sums() {}

    static void write(Path folder) throws IOException {
        String lines = DataFolder.list(folder).stream()
                .map(file -> Sha256.of(DataFile.read(file).bytes()) + "  " + file.getFileName() + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve(DataFolder.SUMS), lines);
    }
}
