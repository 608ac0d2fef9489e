package io.barograph.server.drawing;

/**
 * A colour.
 *
 * @param rgb 0xRRGGBB
 * @param opacity in [0, 1]
 */
public record Ink(int rgb, double opacity) {
    public static final Ink PAPER = new Ink(0xffffff);
    public static final Ink TEXT = new Ink(0x17202b);
    public static final Ink SOFT_TEXT = new Ink(0x4f5b67);
    public static final Ink AXIS = new Ink(0x8b96a2);
    public static final Ink GRID = new Ink(0xe4e8ec);
    public static final Ink BAND = new Ink(0x1f7a4d, 0.11);
    public static final Ink FRONT = new Ink(0x174ea6);
    public static final Ink REACHED = new Ink(0x174ea6, 0.055);
    public static final Ink FAINT = new Ink(0x8b96a2, 0.75);
    public static final Ink ONNX = FRONT;
    public static final Ink DL4J = new Ink(0xbf5000);
    public static final Ink DEAD = new Ink(0xb9c2cb);
    public static final Ink REMOVED = new Ink(0xc01f2e);
    public static final Ink UNDER = new Ink(0xa85f00);
    public static final Ink OVER = new Ink(0xc01f2e);

    public Ink(int rgb) {
        this(rgb, 1);
    }

    /** The same colour, as it is for what is not on the front. */
    public Ink faint() {
        return new Ink(rgb, 0.4);
    }

    String hex() {
        return String.format("#%06x", rgb);
    }
}
