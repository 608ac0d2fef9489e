package io.barograph.api.report;

import io.barograph.api.ModelInterface;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Programs that load an ONNX model and name the classes of image files; arguments: the model, then the images. */
final class ModelSnippets {
    private static final int WIDEST_LINE = 100;

    private final ModelInterface inputs;

    ModelSnippets(ModelInterface inputs) {
        this.inputs = inputs;
    }

    /** {@code Classify.java}, with ONNX Runtime. */
    String java() {
        return program("Classify.java", 8);
    }

    /** {@code Classify.kt}, with ONNX Runtime. */
    String kotlin() {
        return program("Classify.kt", 4);
    }

    /** {@code classify.py}, with OpenCV, which is not ONNX Runtime. */
    String python() {
        return program("classify.py", 4);
    }

    /** What images the programs take, for example {@code 28 pixels wide, 28 high, 8-bit grey}. */
    String kind() {
        return inputs.width() + " pixels wide, " + inputs.height() + " high, 8-bit " + (grey() ? "grey" : "RGB");
    }

    private boolean grey() {
        return inputs.channels() == 1;
    }

    /** The template's placeholders; class names cannot hold one, since their {@code $} is escaped. */
    private String program(String name, int indent) {
        String size = inputs.height() + ", " + inputs.width();
        return template(name)
                .replace("$CLASSES", classes(indent))
                .replace("$MEAN_F", numbers(inputs.mean(), "f"))
                .replace("$DEVIATION_F", numbers(inputs.deviation(), "f"))
                .replace("$MEAN", numbers(inputs.mean(), ""))
                .replace("$DEVIATION", numbers(inputs.deviation(), ""))
                .replace("$CHANNELS", Integer.toString(inputs.channels()))
                .replace("$HEIGHT", Integer.toString(inputs.height()))
                .replace("$WIDTH", Integer.toString(inputs.width()))
                .replace("$TYPE", grey() ? "TYPE_BYTE_GRAY" : "TYPE_3BYTE_BGR")
                .replace("$SHAPE", grey() ? "(" + size + ")" : "(" + size + ", 3)")
                .replace("$KIND", kind());
    }

    private static String template(String name) {
        try (InputStream in = ModelSnippets.class.getResourceAsStream(name + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names as string literals, in lines that can be read. */
    private String classes(int indent) {
        StringBuilder text = new StringBuilder();
        int column = indent;
        for (String name : inputs.classes()) {
            String literal = quoted(name);
            if (text.length() > 0) {
                boolean fits = column + literal.length() + 2 <= WIDEST_LINE;
                text.append(fits ? ", " : ",\n" + " ".repeat(indent));
                column = fits ? column + 2 : indent;
            }
            text.append(literal);
            column += literal.length();
        }
        return text.toString();
    }

    private static String numbers(List<Double> values, String suffix) {
        return values.stream()
                .map(value -> Float.toString(value.floatValue()) + suffix)
                .collect(Collectors.joining(", "));
    }

    /** A string literal that is the same in all three languages. */
    static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> literal.append('\\').append(c);
                case '\n' -> literal.append("\\n"); // Java takes its code for the end of the line
                case '\r' -> literal.append("\\r");
                case '$' -> literal.append(code(c)); // Kotlin puts values there
                default -> literal.append(invisible(c) ? code(c) : String.valueOf(c));
            }
        }
        return literal.append('"').toString();
    }

    /** Characters that would break a line, or change the order in which a reader sees it. */
    private static boolean invisible(char c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static String code(char c) {
        return "\\u" + String.format(Locale.ROOT, "%04x", (int) c);
    }
}
