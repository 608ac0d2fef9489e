package io.barograph.api.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.spec.Places.Place;
import java.io.StringReader;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns YAML or JSON text into a JSON tree with places. Input, nesting, aliases and expanded size are bounded. */
final class YamlTree {
    private static final int MAX_NESTING = 32;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 100_000;
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    private final Places places;
    private final List<SpecProblem> problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlTree(Places places, List<SpecProblem> problems) {
        this.places = places;
        this.problems = problems;
    }

    /** The tree, or null if the text cannot be understood; adds to {@code places} and {@code problems}. */
    static @Nullable JsonNode read(String text, Places places, List<SpecProblem> problems) {
        // JSON may be indented with tabs, which YAML refuses; a tab inside a JSON string is not allowed anyway.
        String input = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        try {
            Node root = new Yaml(options()).compose(new StringReader(input));
            if (root == null) {
                problems.add(new SpecProblem("", 1, 1, "the document is empty", "write a sweep spec"));
                return null;
            }
            return new YamlTree(places, problems).value("", root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Place place = mark == null ? Place.NONE : place(mark);
            String problem = String.valueOf(e.getProblem()).strip();
            problems.add(new SpecProblem("", place.line(), place.column(), "not YAML: " + problem, hint(problem)));
        } catch (ReaderException e) {
            int line = (int) input.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            String shown = String.format("U+%04X", e.getCodePoint());
            problems.add(new SpecProblem("", line, 1, "character " + shown + " is not allowed", "remove it"));
        } catch (YAMLException e) {
            problems.add(new SpecProblem("", 0, 0, "not YAML: " + e.getMessage(), "simplify the document"));
        }
        return null;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setCodePointLimit(SweepSpecReader.MAX_BYTES);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static String hint(String problem) {
        if (problem.contains("TAB")) {
            return "indent with spaces";
        }
        return problem.contains("single document") ? "keep one document in a file" : "correct the syntax there";
    }

    private JsonNode value(String pointer, Node node) {
        places.value(pointer, place(node.getStartMark()));
        if (++nodes > MAX_NODES) {
            throw new YAMLException("more than " + MAX_NODES + " values once its aliases are expanded");
        }
        if (!node.getTag().getValue().startsWith(STANDARD_TAGS)) {
            problems.add(places.problem(pointer, "tag " + node.getTag() + " is not supported", "remove the tag"));
        }
        if (!open.add(node)) {
            throw new YAMLException("an alias that contains itself");
        }
        try {
            if (node instanceof MappingNode mapping) {
                return object(pointer, mapping);
            }
            if (node instanceof SequenceNode sequence) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (Node item : sequence.getValue()) {
                    array.add(value(pointer + "/" + array.size(), item));
                }
                return array;
            }
            ScalarNode scalar = (ScalarNode) node;
            return scalar.isPlain()
                    ? YamlScalars.plain(scalar.getValue())
                    : JsonNodeFactory.instance.textNode(scalar.getValue());
        } finally {
            open.remove(node);
        }
    }

    private ObjectNode object(String pointer, MappingNode mapping) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        Map<String, Place> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place at = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(new SpecProblem(pointer, at.line(), at.column(), "a key is no text", "write a plain key"));
                continue;
            }
            String key = keyNode.getValue();
            String child = Places.child(pointer, key);
            Place first = seen.putIfAbsent(key, at);
            if (first != null) {
                String message = "key '" + key + "' stands twice, first on line " + first.line();
                problems.add(new SpecProblem(child, at.line(), at.column(), message, "remove one of them"));
                continue;
            }
            places.key(child, at);
            object.set(key, value(child, tuple.getValueNode()));
        }
        return object;
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
