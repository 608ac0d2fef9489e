package io.barograph.bar.data;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads named files out of a gzip tar archive, into memory: nothing is written, so no path in it can do harm. */
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int MAX_ENTRY_BYTES = 1 << 26;

    private TarArchive() {}

    /** Returns the contents of all wanted files by their names without folders; throws when one is missing. */
    static Map<String, byte[]> read(DataFile archive, Collection<String> wanted) {
        Map<String, byte[]> contents = new HashMap<>();
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(archive.bytes()), 1 << 16))) {
            byte[] header = new byte[BLOCK];
            while (contents.size() < wanted.size() && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                long size = size(archive, header);
                String path = text(header, 0, 100);
                String name = path.substring(path.lastIndexOf('/') + 1);
                boolean isFile = header[156] == '0' || header[156] == 0;
                if (isFile && wanted.contains(name)) {
                    if (size > MAX_ENTRY_BYTES) {
                        throw new DataException(
                                archive.place(), "tells of " + size + " bytes for " + path, "download it again");
                    }
                    byte[] content = in.readNBytes((int) size);
                    if (content.length < size) {
                        throw new EOFException();
                    }
                    contents.put(name, content);
                } else {
                    in.skipNBytes(size);
                }
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        } catch (EOFException e) {
            throw new DataException(archive.place(), "is truncated", "download it again");
        } catch (IOException e) {
            throw new DataException(archive.place(), "is corrupt (" + e.getMessage() + ")", "download it again");
        }
        Problems problems = new Problems();
        for (String name : wanted) {
            if (!contents.containsKey(name)) {
                problems.add(archive.place(), "does not contain " + name, "download it again");
            }
        }
        problems.throwIfAny();
        return contents;
    }

    private static long size(DataFile archive, byte[] header) {
        String octal = text(header, 124, 12).strip();
        try {
            long size = Long.parseLong(octal, 8);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Told below, as a negative size is.
        }
        throw new DataException(archive.place(), "has a header with size '" + octal + "'", "download it again");
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
