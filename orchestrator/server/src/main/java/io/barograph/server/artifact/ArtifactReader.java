package io.barograph.server.artifact;

import io.barograph.api.ArtifactPage;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepArtifact.Kind;
import io.barograph.api.SweepReport;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactException.Problem;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.store.SweepStore;
import io.barograph.server.submit.SweepReader;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What the trials of sweeps have left, and its bytes. Only what a stored sweep refers to can be read: a name is looked up among
 * its trials and never becomes a path. Used on one event loop; the artifact store is asked elsewhere.
 */
public final class ArtifactReader {
    private final SweepReader sweeps;
    private final ArtifactStore store;
    private final Clock clock;
    private final Blocking blocking;

    /** Runs work that blocks, on another thread. */
    public interface Blocking {
        <T> Future<T> call(Callable<T> work);
    }

    public ArtifactReader(SweepStore truth, ArtifactStore store, Clock clock, Blocking blocking) {
        this.sweeps = new SweepReader(truth);
        this.store = store;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** What some trials have left; fails with UNKNOWN_SWEEP, or UNAVAILABLE if the artifact store is. */
    public Future<ArtifactPage> list(ArtifactsQuery query) {
        return sweeps.read(query.sweep()).compose(sweep -> {
            List<TrialEntry> trials = sweep.trials();
            int end = (int) Math.min(trials.size(), (long) query.first() + query.trials());
            SweepReport report = sweep.report(clock.instant());
            List<TrialFiles> files = new ArrayList<>();
            for (int i = query.first(); i < end; i++) {
                files.add(TrialFiles.of(sweep, report, trials.get(i)));
            }
            return call(() -> new ArtifactPage(
                    files.stream().flatMap(trial -> trial.all(store).stream()).toList(),
                    end < trials.size() ? end : null));
        });
    }

    /**
     * Finds an artifact by its name.
     *
     * @return fails with UNKNOWN_SWEEP, UNKNOWN_ARTIFACT, or UNAVAILABLE if the artifact store is
     */
    public Future<Opened> open(String sweep, String name) {
        int dot = name.lastIndexOf('.');
        String trial = name.substring(0, Math.max(0, dot));
        return sweeps.read(sweep).compose(known -> {
            TrialEntry entry = known.trial(trial);
            Optional<Kind> kind = List.of(Kind.values()).stream()
                    .filter(one -> name.equals(trial + "." + one.suffix()))
                    .findFirst();
            if (entry == null || kind.isEmpty()) {
                return Future.failedFuture(unknown(sweep, name));
            }
            return open(known, entry, kind.get(), name);
        });
    }

    private Future<Opened> open(SweepProjection sweep, TrialEntry entry, Kind kind, String name) {
        SweepReport report = kind == Kind.CARD ? sweep.report(clock.instant()) : null;
        TrialFiles files = TrialFiles.of(sweep, report, entry);
        return call(() -> files.one(kind, store).map(artifact -> new Opened(artifact, files)))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(unknown(sweep.sweep(), name))));
    }

    /** An artifact that is there. */
    public final class Opened {
        private final SweepArtifact artifact;
        private final TrialFiles files;

        private Opened(SweepArtifact artifact, TrialFiles files) {
            this.artifact = artifact;
            this.files = files;
        }

        public SweepArtifact artifact() {
            return artifact;
        }

        /**
         * A part of it, as it is stored.
         *
         * @param sha256 that it is to have
         * @param offset of the first byte
         * @param length most bytes, at least 1; all are held in memory
         * @return as many bytes as there are; fails with INVALID_REQUEST if the offset is behind the end, with UNKNOWN_ARTIFACT
         *     if it has another hash or is gone, and with UNAVAILABLE if the artifact store is
         */
        public Future<byte[]> read(String sha256, long offset, int length) {
            if (!artifact.sha256().equals(sha256)) {
                return Future.failedFuture(new BarographException(
                        ErrorCode.UNKNOWN_ARTIFACT,
                        "the " + artifact.described() + " has other content by now; list the artifacts again",
                        null));
            }
            if (offset > artifact.bytes()) {
                return Future.failedFuture(new BarographException(
                        ErrorCode.INVALID_REQUEST,
                        "offset " + offset + " is behind the end of " + artifact.name() + " at " + artifact.bytes(),
                        null));
            }
            return call(() -> files.read(artifact, store, offset, length));
        }
    }

    private <T> Future<T> call(Supplier<T> work) {
        return blocking.call(work::get)
                .recover(failure -> Future.failedFuture(
                        failure instanceof ArtifactException problem ? explained(problem) : failure));
    }

    private static BarographException explained(ArtifactException failure) {
        ErrorCode code = failure.problem() == Problem.MISSING
                ? ErrorCode.UNKNOWN_ARTIFACT
                : failure.ofTheStore() ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
        return new BarographException(code, failure.getMessage(), failure);
    }

    private static BarographException unknown(String sweep, String name) {
        return new BarographException(ErrorCode.UNKNOWN_ARTIFACT, "sweep " + sweep + " has no artifact " + name, null);
    }
}
