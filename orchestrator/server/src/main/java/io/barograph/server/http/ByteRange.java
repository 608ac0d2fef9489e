package io.barograph.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a content that a request asks for, as RFC 9110 writes it.
 *
 * @param start of the first byte
 * @param end behind the last byte
 */
record ByteRange(long start, long end) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Nothing of the content is in the part that was asked for. */
    static final ByteRange NONE = new ByteRange(0, 0);

    /**
     * The part that a header asks for, {@link #NONE}, or null for all of it: also if the header is of a form that is not
     * understood, such as several ranges.
     */
    static @Nullable ByteRange of(@Nullable String header, long length) {
        Matcher form = FORM.matcher(header == null ? "" : header.strip());
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return null;
        }
        if (form.group(1).isEmpty()) {
            long last = Long.parseLong(form.group(2));
            return last == 0 || length == 0 ? NONE : new ByteRange(Math.max(0, length - last), length);
        }
        long start = Long.parseLong(form.group(1));
        long end = form.group(2).isEmpty() ? length : Math.min(length, Long.parseLong(form.group(2)) + 1);
        if (!form.group(2).isEmpty() && Long.parseLong(form.group(2)) < start) {
            return null;
        }
        return start >= length ? NONE : new ByteRange(start, end);
    }
}
