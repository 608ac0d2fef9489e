package io.barograph.api.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document in GitHub's Markdown, written from top to bottom. */
final class Markdown {
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]|~$]|:(?=\\w)");

    private final List<String> lines = new ArrayList<>();

    /** A heading; {@code text} is Markdown. */
    void heading(int level, String text) {
        block("#".repeat(level) + " " + text);
    }

    void paragraph(String text) {
        block(text);
    }

    /** A table of two columns without headings; add rows with {@link #row}, then {@link #end}. */
    void table() {
        lines.add("| | |");
        lines.add("|---|---|");
    }

    void row(String name, String value) {
        lines.add("| " + name + " | " + value + " |");
    }

    void end() {
        lines.add("");
    }

    /** Program text, which needs no escaping as long as none of its lines is a fence. */
    void code(String language, String program) {
        block("```" + language + "\n" + program.stripTrailing() + "\n```");
    }

    private void block(String text) {
        lines.add(text);
        end();
    }

    /** A text of somebody else on one line, without any meaning in Markdown or HTML, also in a table. */
    static String plain(String text) {
        String oneLine = BREAKS.matcher(text).replaceAll(" ").strip();
        String html = oneLine.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return SPECIAL.matcher(html).replaceAll(match -> Matcher.quoteReplacement("\\" + match.group()));
    }

    /** The document. */
    String text() {
        return String.join("\n", lines).stripTrailing() + "\n";
    }
}
