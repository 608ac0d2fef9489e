package io.barograph.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret that says who sends a request. It has 256 random bits, so that a plain SHA-256 of it can be stored: there is
 * nothing to guess.
 */
public final class Token {
    private static final Pattern FORM = Pattern.compile("bgt_([0-9a-f]{8})_[A-Za-z0-9_-]{43}");
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 32;

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /** A new one. */
    public static Token random() {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new Token("bgt_" + HexFormat.of().formatHex(id) + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The token that this text is, or null if it is none. */
    public static @Nullable Token parse(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() ? new Token(text) : null;
    }

    /** The secret itself: to be shown once, to whom it is given. */
    public String secret() {
        return text;
    }

    /** Names it where the secret must not stand. */
    public String id() {
        return text.substring(4, 4 + 2 * ID_BYTES);
    }

    /** SHA-256 of the secret. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "token " + id();
    }
}
