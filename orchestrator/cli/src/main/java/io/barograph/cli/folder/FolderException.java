package io.barograph.cli.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of a sweep cannot be used; the message says which, why and what to do. */
public final class FolderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FolderException(String message) {
        super(message);
    }

    public FolderException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The sentence for a file that could not be written. */
    public static FolderException unwritable(Path path, IOException failure) {
        return new FolderException("cannot write " + path + ": " + reason(failure), failure);
    }

    /** Why a file operation failed, without the path that a file system exception repeats. */
    public static String reason(IOException failure) {
        if (isDiskFull(failure)) {
            return "no space left on the disk";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of this name";
        }
        String reason = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return reason == null ? failure.toString() : reason;
    }

    /** Whether a failure, or one of its causes, is a full disk or quota. */
    public static boolean isDiskFull(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}
