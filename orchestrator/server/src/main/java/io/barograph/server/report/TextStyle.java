package io.barograph.server.report;

/**
 * How a text is set.
 *
 * @param size height of an em in drawing units
 * @param anchor which part of the text stands at its position
 */
record TextStyle(double size, boolean bold, Ink ink, Anchor anchor) {
    enum Anchor {
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

    double width(String text) {
        return Glyphs.of(bold).width(text, size);
    }
}
