package io.barograph.server.artifact;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.artifacts.TimedArtifactStore;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import java.time.Duration;

/** Measures an artifact store. */
public final class ArtifactMeters implements TimedArtifactStore.Listener {
    private final Meters meters;

    private ArtifactMeters(Meters meters) {
        this.meters = meters;
    }

    /** The same store, timed. */
    public static ArtifactStore timing(ArtifactStore store, Meters meters) {
        return new TimedArtifactStore(store, new ArtifactMeters(meters));
    }

    @Override
    public void onOperation(String operation, boolean succeeded, Duration took) {
        meters.timer(Metric.ARTIFACT_TIME, operation, succeeded ? "done" : "failed")
                .record(took);
    }

    @Override
    public void onStored(long bytes) {
        meters.summary(Metric.CHECKPOINT_BYTES).record(bytes);
    }
}
