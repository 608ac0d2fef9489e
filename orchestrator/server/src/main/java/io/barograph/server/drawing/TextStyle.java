package io.barograph.server.drawing;

/**
 * How a text is set.
 *
 * @param size height of an em in drawing units
 * @param anchor which part of the text stands at its position
 */
public record TextStyle(double size, boolean bold, Ink ink, Anchor anchor) {
    private static final double SMALLEST = 0.7;
    private static final String MORE = "\u2026";

    public enum Anchor {
        START(0),
        MIDDLE(0.5),
        END(1);

        private final double share;

        Anchor(double share) {
            this.share = share;
        }

        /** Left end of a text of this width that stands at {@code x}. */
        double left(double x, double width) {
            return x - share * width;
        }
    }

    public double width(String text) {
        return Glyphs.of(bold).width(text, size);
    }

    /** The same style, or a smaller one if the text is too wide, though not below 70 % of the size. */
    public TextStyle fitting(String text, double room) {
        double share = Math.min(1, room / Math.max(1, width(text)));
        return share == 1 ? this : new TextStyle(size * Math.max(SMALLEST, share), bold, ink, anchor);
    }

    /** The text, or its beginning and its end if there is not room for all of it. */
    public String cut(String text, double room) {
        // Half a unit of tolerance: a style just made to fit must not cut.
        if (width(text) <= room + 0.5) {
            return text;
        }
        int[] letters = text.codePoints().toArray();
        String shorter = MORE;
        for (int kept = 1; kept < letters.length; kept++) {
            int begin = kept / 2;
            int end = kept - begin;
            String longer = new String(letters, 0, begin) + MORE + new String(letters, letters.length - end, end);
            if (width(longer) > room) {
                break;
            }
            shorter = longer;
        }
        return shorter;
    }
}
