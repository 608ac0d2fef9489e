package io.barograph.cli.model;

/** Text out of a file, made fit for a terminal. */
public final class Printable {
    private static final String MORE = "…";

    private Printable() {}

    /** The text without control characters; its beginning and its end if it is longer than {@code most} characters. */
    public static String of(String text, int most) {
        String clean = text.replaceAll("[\\p{C}\\p{Z}]+", " ").trim();
        if (clean.length() <= most) {
            return clean;
        }
        int begin = (most - MORE.length()) / 2;
        int end = most - MORE.length() - begin;
        return clean.substring(0, begin) + MORE + clean.substring(clean.length() - end);
    }
}
