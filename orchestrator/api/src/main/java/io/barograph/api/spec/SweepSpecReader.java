package io.barograph.api.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.api.SweepSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads a {@link SweepSpec} from YAML or JSON. A document is checked as a whole: {@link SpecException} carries every
 * problem with its place, never only the first.
 */
public final class SweepSpecReader {
    /** Largest document in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final String TEXT_SOURCE = "spec";

    private SweepSpecReader() {}

    /**
     * Reads a UTF-8 file.
     *
     * @throws SpecException if the file cannot be read, is no text, is larger than {@link #MAX_BYTES}, or is no valid
     *     spec
     */
    public static SweepSpec read(Path file) {
        String source = file.toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw refused(source, "there is no such file", "check the path");
        } catch (IOException e) {
            throw refused(source, "the file cannot be read: " + e.getMessage(), "check its kind and permissions");
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(source);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return read(source, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw refused(source, "the file is not UTF-8 text", "save it as UTF-8");
        }
    }

    /**
     * Reads a document from memory.
     *
     * @throws SpecException if the text is larger than {@link #MAX_BYTES} or no valid spec
     */
    public static SweepSpec read(String text) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw tooLarge(TEXT_SOURCE);
        }
        return read(TEXT_SOURCE, text);
    }

    /** The published JSON Schema of sweep specs, as text. */
    public static String schema() {
        return SpecSchema.node().toPrettyString();
    }

    private static SweepSpec read(String source, String text) {
        Places places = new Places();
        List<SpecProblem> problems = new ArrayList<>();
        JsonNode document = YamlTree.read(text, places, problems);
        if (document != null) {
            problems.addAll(SpecSchema.problems(document, places));
            problems.addAll(SpecRules.problems(document, places));
        }
        if (!problems.isEmpty() || !(document instanceof ObjectNode valid)) {
            problems.sort(Comparator.comparingInt(SpecProblem::line).thenComparingInt(SpecProblem::column));
            throw new SpecException(source, problems);
        }
        try {
            return Jackson.mapper().treeToValue(SpecDefaults.fill(valid), SweepSpec.class);
        } catch (JsonProcessingException e) {
            throw refused(source, e.getOriginalMessage(), "correct the value");
        }
    }

    private static SpecException tooLarge(String source) {
        return refused(
                source, "more than " + MAX_BYTES + " bytes", "a spec is a short document; is this the right file?");
    }

    private static SpecException refused(String source, String message, String fix) {
        return new SpecException(source, List.of(new SpecProblem("", 0, 0, message, fix)));
    }
}
