package io.barograph.bench.chaos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a stand-in has learnt: every epoch hashes the one before, so that only the right history has the right end.
 *
 * @param pruning whether it is beyond the dense network
 * @param epoch running number over all phases
 * @param digest of everything until here
 */
record Chain(boolean pruning, int epoch, String digest) {
    private static final int CHECKPOINT_BYTES = 1 << 16;
    private static final int MODEL_BYTES = 1 << 12;

    /** What an artifact of a trial is; part of its content. */
    enum Kind {
        CHECKPOINT,
        TEACHER,
        RUNG,
        MODEL,
        ONNX
    }

    /** A dense network before its first epoch. */
    static Chain dense(String teacherKey) {
        return new Chain(false, 0, sha256("dense " + teacherKey));
    }

    /** A trial that begins to prune this dense network, or the network that a looser trial left. */
    Chain prunedBy(String trial, int epochsDone) {
        return new Chain(true, epochsDone, sha256(digest + " pruned by " + trial));
    }

    Chain next() {
        return new Chain(pruning, epoch + 1, sha256(digest + " " + (epoch + 1)));
    }

    /** A number in [0, 1) that depends on the whole history. */
    double fraction() {
        return Long.parseLong(digest.substring(0, 8), 16) / (double) (1L << 32);
    }

    /** The file that holds it. */
    byte[] content(Kind kind, String trial) {
        String head = kind + " " + trial + " " + pruning + " " + epoch + " " + digest + "\n";
        int bytes = kind == Kind.MODEL || kind == Kind.ONNX ? MODEL_BYTES : CHECKPOINT_BYTES;
        StringBuilder content = new StringBuilder(bytes + digest.length()).append(head);
        while (content.length() < bytes) {
            content.append(digest);
        }
        return content.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The hash of {@link #content}. */
    String hash(Kind kind, String trial) {
        return hex(content(kind, trial));
    }

    /** Reads {@link #content} of any kind but a model. */
    static Chain read(String content) {
        String[] words = content.substring(0, content.indexOf('\n')).split(" ");
        return new Chain(Boolean.parseBoolean(words[2]), Integer.parseInt(words[3]), words[4]);
    }

    private static String sha256(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
