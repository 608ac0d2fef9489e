package io.barograph.api.spec;

/**
 * One thing that is wrong with a spec.
 *
 * @param pointer JSON pointer of the value, "" for the whole document
 * @param line 1-based line in the source; 0 if there is no place
 * @param column 1-based column in the source; 0 if there is no place
 * @param message what is wrong, with the offending value
 * @param fix what to write instead
 */
public record SpecProblem(String pointer, int line, int column, String message, String fix) {

    /** One line: {@code source:line:column: message; fix (at pointer)}. */
    public String render(String source) {
        String place = line > 0 ? source + ":" + line + ":" + column : source;
        String at = pointer.isEmpty() ? "" : " (at " + pointer + ")";
        return place + ": " + message + "; " + fix + at;
    }
}
