package io.barograph.bar.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip file whose checksums are looked at, which Java itself does not do. */
final class CheckedZip implements AutoCloseable {
    private final ZipFile zip;

    CheckedZip(Path file) throws IOException {
        zip = new ZipFile(file.toFile());
    }

    List<String> names() {
        return zip.stream().map(ZipEntry::getName).toList();
    }

    /** The content of an entry, which must be there and undamaged. */
    byte[] read(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new IOException("its " + name + " is damaged");
        }
        return bytes;
    }

    /** Reads every entry to see that none is damaged. */
    void requireWhole() throws IOException {
        for (String name : names()) {
            read(name);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
