package io.barograph.bar.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of data files, each checked against its SHA-256 where one is known: from a file {@value #SUMS} in the folder
 * (as sha256sum writes it), else from what is published.
 */
final class DataFolder {
    static final String SUMS = "SHA256SUMS";
    private static final long MAX_SUMS_BYTES = 1L << 20;
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](.+)");

    private final Path folder;
    private final List<KnownFile> published;
    private final Map<String, String> ownSums = new HashMap<>();

    DataFolder(Path folder, List<KnownFile> published) {
        this.folder = folder;
        this.published = published;
        Path list = folder.resolve(SUMS);
        if (Files.exists(list)) {
            readSums(DataFile.read(list, MAX_SUMS_BYTES));
        }
    }

    private void readSums(DataFile list) {
        Problems problems = new Problems();
        for (String line : new String(list.bytes(), StandardCharsets.UTF_8).split("\n")) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                ownSums.put(matcher.group(2), matcher.group(1).toLowerCase(Locale.ROOT));
            } else if (!line.isBlank()) {
                problems.add(list.place(), "has a line that sha256sum does not write: " + line, "write it again");
            }
        }
        problems.throwIfAny();
    }

    Path path() {
        return folder;
    }

    /** Tells whether the folder says itself what its files must be; then sizes may differ from the published ones. */
    boolean listsItsOwnSums() {
        return !ownSums.isEmpty();
    }

    boolean has(String... names) {
        for (String name : names) {
            if (Files.exists(folder.resolve(name))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads the first of several names that is there and checks it.
     *
     * @param names the published name, then others that copies are known by
     */
    DataFile read(String... names) {
        for (String name : names) {
            if (has(name)) {
                DataFile file = DataFile.read(folder.resolve(name));
                check(names[0], name, file);
                return file;
            }
        }
        throw DataException.missing(
                folder.resolve(names[0]).toString(), "is not there", "copy the file there or give another path");
    }

    private void check(String publishedName, String name, DataFile file) {
        String own = ownSums.get(name);
        if (own != null) {
            require(own, Sha256.of(file.bytes()), file);
            return;
        }
        for (KnownFile known : published) {
            if (known.name().equals(publishedName) && !Sha256.of(file.bytes()).equals(known.sha256())) {
                require(known.contentSha256(), Sha256.of(file.content(DataFile.MAX_CONTENT_BYTES)), file);
            }
        }
    }

    private static void require(String expected, String found, DataFile file) {
        if (!found.equals(expected)) {
            throw new DataException(
                    file.place(),
                    "is not the file it should be: SHA-256 " + found + " instead of " + expected,
                    "copy or download it again; for data of your own, run sha256sum * > " + SUMS + " in its folder");
        }
    }

    /** Returns the names of the files and folders in here, sorted, without hidden ones. */
    static List<Path> list(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder.toString(), "cannot be listed (" + e + ")", "give a readable folder");
        }
    }
}
