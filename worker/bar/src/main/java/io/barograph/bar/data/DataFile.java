package io.barograph.bar.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** One input file, read whole into memory once its size was found reasonable. */
final class DataFile {
    /** The largest file of a known dataset has 31 MB. */
    static final long MAX_BYTES = 1L << 28;

    static final int MAX_CONTENT_BYTES = 1 << 30;

    private final String place;
    private final byte[] bytes;

    DataFile(String place, byte[] bytes) {
        this.place = place;
        this.bytes = bytes;
    }

    static DataFile read(Path path) {
        return read(path, MAX_BYTES);
    }

    static DataFile read(Path path, long maxBytes) {
        String place = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw new DataException(place, "is a folder", "put the data file there");
            }
            long size = Files.size(path);
            if (size > maxBytes) {
                throw new DataException(
                        place, "has " + size + " bytes, more than " + maxBytes, "give a file of the named dataset");
            }
            return new DataFile(place, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw DataException.missing(place, "is not there", "copy the file there or give another path");
        } catch (IOException e) {
            throw new DataException(place, "cannot be read (" + e + ")", "check the permissions and the disk");
        }
    }

    /** Reads a file that travels in the jar, from the folder of this package. */
    static DataFile resource(String name) {
        try (InputStream in = DataFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new DataException(name, "is missing from the jar", "build worker/bar again");
            }
            return new DataFile(name, in.readAllBytes());
        } catch (IOException e) {
            throw new DataException(name, "cannot be read from the jar (" + e + ")", "build worker/bar again");
        }
    }

    String place() {
        return place;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Returns the content, unpacked when it is gzip. It is unpacked as far as {@code limit} bytes and one more: memory
     * follows the data that is there, never a number in a header.
     */
    byte[] content(int limit) {
        if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new DataException(
                        place, "unpacks to more than " + limit + " bytes", "give a file of the named dataset");
            }
            return content;
        } catch (EOFException e) {
            throw new DataException(place, "is truncated (gzip ends early)", "copy or download it again");
        } catch (ZipException e) {
            throw new DataException(place, "is corrupt (gzip: " + e.getMessage() + ")", "copy or download it again");
        } catch (IOException e) {
            throw new DataException(place, "cannot be unpacked (" + e + ")", "copy or download it again");
        }
    }
}
