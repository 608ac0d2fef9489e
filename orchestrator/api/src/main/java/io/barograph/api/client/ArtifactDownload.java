package io.barograph.api.client;

import io.barograph.api.ArtifactChunk;
import io.barograph.api.ArtifactRead;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepArtifact;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;

/** Reads one artifact part by part, and holds the whole against its size and hash. */
final class ArtifactDownload {
    private final String sweep;
    private final SweepArtifact artifact;
    private final Function<ArtifactRead, Future<ArtifactChunk>> source;
    private final MessageDigest digest = sha256();

    ArtifactDownload(String sweep, SweepArtifact artifact, Function<ArtifactRead, Future<ArtifactChunk>> source) {
        this.sweep = sweep;
        this.artifact = artifact;
        this.source = source;
    }

    /** Gives every part to the handler and waits for its future before the next. */
    Future<Void> to(Function<Buffer, Future<?>> handler) {
        return from(0, handler);
    }

    /** Writes it to a file, which has its name only when it is whole and right. */
    Future<Void> to(Vertx vertx, Path file) {
        String part = file + "." + UUID.randomUUID() + ".part";
        OpenOptions options = new OpenOptions().setWrite(true).setCreateNew(true);
        return vertx.fileSystem()
                .open(part, options)
                .compose(open -> to(open::write).eventually(() -> closed(open)))
                .compose(written ->
                        vertx.fileSystem().move(part, file.toString(), new CopyOptions().setReplaceExisting(true)))
                .recover(failure -> vertx.fileSystem().delete(part).transform(deleted -> Future.failedFuture(failure)));
    }

    private static Future<Void> closed(AsyncFile file) {
        return file.flush().eventually(file::close);
    }

    private Future<Void> from(long offset, Function<Buffer, Future<?>> handler) {
        long left = artifact.bytes() - offset;
        if (left <= 0) {
            boolean right = HexFormat.of().formatHex(digest.digest()).equals(artifact.sha256());
            return right ? Future.succeededFuture() : damaged("its content has another hash");
        }
        int length = (int) Math.min(left, ArtifactRead.MAX_LENGTH);
        return source.apply(new ArtifactRead(sweep, artifact.name(), artifact.sha256(), offset, length))
                .compose(chunk -> {
                    byte[] content = chunk.content();
                    if (chunk.offset() != offset || content.length != length) {
                        return damaged("it has fewer bytes than it should");
                    }
                    digest.update(content);
                    return handler.apply(Buffer.buffer(content)).compose(taken -> from(offset + length, handler));
                });
    }

    private Future<Void> damaged(String why) {
        return Future.failedFuture(new BarographException(
                ErrorCode.DAMAGED, artifact.name() + " of sweep " + sweep + " is damaged: " + why, null));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
