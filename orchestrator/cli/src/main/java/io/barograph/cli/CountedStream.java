package io.barograph.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Consumer;

/** Says after every tenth of a stream how far its reader is. */
final class CountedStream extends FilterInputStream {
    private static final int PARTS = 10;

    private final long total;
    private final Consumer<String> say;
    private long read;
    private int said;

    CountedStream(InputStream in, long total, Consumer<String> say) {
        super(in);
        this.total = total;
        this.say = say;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) {
        read += bytes;
        int part = total == 0 ? 0 : (int) (PARTS * read / total);
        if (part > said) {
            said = part;
            say.accept(String.format(Locale.ROOT, "  %,.1f of %,.1f MB", read / 1e6, total / 1e6));
        }
    }
}
