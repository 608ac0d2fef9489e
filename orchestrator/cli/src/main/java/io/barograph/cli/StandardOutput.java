package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written, which those who print are not told. */
final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException failure;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** From now on {@link System#out} is this. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(new BufferedOutputStream(output), true, StandardCharsets.UTF_8));
        return output;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** What was lost, in words; null if nothing was, or if its reader has seen enough, as {@code head} has. */
    @Nullable
    String loss() {
        IOException known = failure;
        return known == null || String.valueOf(known.getMessage()).contains("Broken pipe")
                ? null
                : "cannot write to standard output: " + FolderException.reason(known);
    }
}
