package io.barograph.cli.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import io.barograph.api.SweepSpec;
import io.barograph.api.report.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The spec that a folder belongs to: the first run writes it, later runs must ask for the same. */
public final class SubmittedSpec {
    private static final int MOST_DIFFERENCES = 5;

    private SubmittedSpec() {}

    /**
     * Checks that a folder is free or belongs to the same spec. Comments, order and defaults that are written out make
     * no difference.
     *
     * @throws FolderException if the folder belongs to another spec, with the differences
     */
    public static void requireSame(SweepFolder folder, SweepSpec spec) {
        if (Files.exists(folder.spec())) {
            List<String> differences = new ArrayList<>();
            compare("", read(folder.spec()), Jackson.mapper().valueToTree(spec), differences);
            if (!differences.isEmpty()) {
                throw new FolderException(refusal(folder, differences));
            }
        }
    }

    /**
     * Makes a free folder belong to a spec.
     *
     * @throws FolderException if it cannot be written
     */
    public static void bind(SweepFolder folder, SweepSpec spec) {
        if (!Files.exists(folder.spec())) {
            JsonNode tree = Jackson.mapper().valueToTree(spec);
            try {
                AtomicFile.write(folder.spec(), tree.toPrettyString() + "\n");
            } catch (IOException e) {
                throw FolderException.unwritable(folder.spec(), e);
            }
        }
    }

    /**
     * The name of the sweep that a folder belongs to.
     *
     * @throws FolderException if it cannot be read
     */
    public static String nameIn(SweepFolder folder) {
        return read(folder.spec()).path("name").asText();
    }

    /** The text that the spec stands for, the same for equal specs. */
    public static String canonical(SweepSpec spec) {
        try {
            return Jackson.mapper().writeValueAsString(Jackson.mapper().<JsonNode>valueToTree(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec could not be written", e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Jackson.mapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new FolderException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void compare(String at, JsonNode before, JsonNode now, List<String> differences) {
        if (before.isObject() && now.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String place = at.isEmpty() ? name : at + "." + name;
                compare(place, before.path(name), now.path(name), differences);
            }
        } else if (!equal(before, now)) {
            differences.add(at + " is " + text(now) + ", was " + text(before));
        }
    }

    private static boolean equal(JsonNode before, JsonNode now) {
        if (before.isNumber() && now.isNumber()) {
            return before.decimalValue().compareTo(now.decimalValue()) == 0;
        }
        return before.equals(now)
                || absent(before) && absent(now)
                || text(before).equals(text(now));
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String text(JsonNode node) {
        return absent(node) ? "absent" : node.toString();
    }

    private static String refusal(SweepFolder folder, List<String> differences) {
        StringBuilder text =
                new StringBuilder("folder ").append(folder.path()).append(" holds a sweep of another spec:");
        differences.stream().limit(MOST_DIFFERENCES).forEach(line -> text.append("\n  ")
                .append(line));
        if (differences.size() > MOST_DIFFERENCES) {
            text.append("\n  and ")
                    .append(differences.size() - MOST_DIFFERENCES)
                    .append(" more differences");
        }
        return text.append("\nGive another folder with --out, another name in the spec, or the spec as it was.")
                .toString();
    }
}
