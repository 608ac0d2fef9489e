package io.barograph.cli.cluster;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is between two lines of dashes in a PEM file.
 *
 * @param type for example CERTIFICATE
 * @param body without line breaks, base64 if the block is not encrypted
 */
record PemBlock(String type, String body) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int LINE = 64;

    static List<PemBlock> in(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new PemBlock(matcher.group(1), matcher.group(2).replaceAll("\\s", "")));
        }
        return blocks;
    }

    static PemBlock of(String type, byte[] content) {
        return new PemBlock(type, Base64.getEncoder().encodeToString(content));
    }

    boolean isEncrypted() {
        return type.startsWith("ENCRYPTED") || body.contains("ENCRYPTED");
    }

    /** @throws IllegalArgumentException if it is not base64 */
    byte[] content() {
        return Base64.getDecoder().decode(body);
    }

    /** The way it stands in a file. */
    String text() {
        return "-----BEGIN " + type + "-----\n" + body.replaceAll(".{" + LINE + "}", "$0\n") + "\n-----END " + type
                + "-----\n";
    }

    /** Not what is in it, which may be secret. */
    @Override
    public String toString() {
        return "PemBlock[" + type + "]";
    }
}
