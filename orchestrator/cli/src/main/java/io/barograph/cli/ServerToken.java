package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a server is shown to be let in; nothing where the server of a {@code run} asks nobody. */
final class ServerToken {
    static final String VARIABLE = "BAROGRAPH_TOKEN";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{1,512}");

    private final @Nullable String secret;

    private ServerToken(@Nullable String secret) {
        this.secret = secret;
    }

    /**
     * From the file, or without one from the environment.
     *
     * @throws IllegalArgumentException with the reason, which never holds the token
     */
    static ServerToken read(@Nullable Path file) {
        String found = file == null ? System.getenv(VARIABLE) : content(file);
        if (found == null || (file == null && found.isBlank())) {
            return new ServerToken(null);
        }
        String token = found.strip();
        if (!FORM.matcher(token).matches()) {
            throw new IllegalArgumentException((file == null ? VARIABLE : "--token-file " + file)
                    + " holds no token, as barograph token create prints");
        }
        return new ServerToken(token);
    }

    private static String content(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalArgumentException(
                        "--token-file " + file + ": everybody can read it; chmod 600 " + file);
            }
            if (Files.size(file) > 4096) {
                throw new IllegalArgumentException("--token-file " + file + " is too large for a token");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("--token-file " + file + ": " + FolderException.reason(e), e);
        }
    }

    /** The header Authorization, or null. */
    @Nullable
    String header() {
        return secret == null ? null : "Bearer " + secret;
    }

    @Override
    public String toString() {
        return secret == null ? "no token" : "a token";
    }
}
