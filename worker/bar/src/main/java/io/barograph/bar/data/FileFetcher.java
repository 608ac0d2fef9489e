package io.barograph.bar.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches published files. A file appears under its name only whole and with the right checksum. */
final class FileFetcher {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileFetcher.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /** Fetches the files that are not there yet. Stops at the first that fails. */
    void fetch(List<KnownFile> files, Path folder) {
        for (KnownFile file : files) {
            Path target = folder.resolve(file.name());
            if (!Files.exists(target)) {
                fetch(file, target);
            }
        }
    }

    private static void fetch(KnownFile file, Path target) {
        URI address = file.address();
        if (address == null) {
            throw DataException.missing(target.toString(), "is not there", "copy the file there");
        }
        LOGGER.info("Fetching {} ({} bytes) into {}", address, file.bytes(), target.getParent());
        try {
            Path folder =
                    Files.createDirectories(target.toAbsolutePath().normalize().getParent());
            Path unfinished = Files.createTempFile(folder, file.name(), ".part");
            try {
                download(file, address, unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new DataException(
                    address.toString(),
                    "could not be fetched (" + e + ")",
                    "check the network and the disk, or copy the file to " + target);
        }
    }

    private static void download(KnownFile file, URI address, Path to) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + status);
            }
            MessageDigest digest = Sha256.digest();
            long length;
            try (InputStream in = connection.getInputStream();
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
                length = copy(in, out, file.bytes());
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (length != file.bytes() || !found.equals(file.sha256())) {
                throw new DataException(
                        address.toString(),
                        "gave other data than published: "
                                + (length > file.bytes() ? "more than " + file.bytes() : length)
                                + " bytes with SHA-256 " + found + " instead of " + file.bytes() + " with "
                                + file.sha256(),
                        "try again later or get the file elsewhere");
            }
        } finally {
            connection.disconnect();
        }
    }

    /** Copies at most one byte more than {@code limit}: enough to see that there is too much. */
    private static long copy(InputStream in, OutputStream out, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        while (copied <= limit) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, limit + 1 - copied));
            if (count < 0) {
                break;
            }
            out.write(buffer, 0, count);
            copied += count;
        }
        return copied;
    }
}
