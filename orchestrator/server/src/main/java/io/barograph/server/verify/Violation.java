package io.barograph.server.verify;

/**
 * Something that is not as it must be.
 *
 * @param place an entry of the log ({@code entry 12}), a row of a table ({@code epoch t0001 2 5}) or a file
 * @param sentence what is wrong there; may quote what was stored, shortened but otherwise as it is
 */
public record Violation(Invariant invariant, String place, String sentence) {
    private static final int LONGEST = 400;

    public Violation {
        place = shortened(place);
        sentence = shortened(sentence);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    @Override
    public String toString() {
        return invariant.label() + " at " + place + ": " + sentence;
    }
}
