package io.barograph.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some trials of a sweep have left, in the order of the trials.
 *
 * @param next index of the first trial that was not looked at, or null: all were
 */
public record ArtifactPage(List<SweepArtifact> artifacts, @Nullable Integer next) implements Message {
    public ArtifactPage {
        artifacts = List.copyOf(artifacts);
    }
}
