package io.barograph.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's results so far: every trial, the front and its hypervolume. Written as {@code front.json}.
 *
 * @param sweep name of the sweep
 * @param state of the sweep when the report was made
 * @param createdAt when the report was made
 * @param hypervolume see {@link Hypervolume}
 * @param reference reference point of the hypervolume
 * @param denseVolumePixels volume of the dense network; null before the first result
 * @param trials every trial of the sweep, in order
 * @param points the trials on the front, by falling volume
 */
public record SweepReport(
        String apiVersion,
        String sweep,
        SweepState state,
        Instant createdAt,
        double hypervolume,
        FrontReference reference,
        @Nullable Long denseVolumePixels,
        List<TrialReport> trials,
        List<TrialReport> points)
        implements Message {
    public SweepReport {
        Checks.require(apiVersion.equals(SweepSpec.API_VERSION), apiVersion, "apiVersion", apiVersion, "be known");
        Checks.name("sweep", sweep);
        Checks.notNegative("hypervolume", hypervolume);
        trials = List.copyOf(trials);
        points = List.copyOf(points);
    }

    /**
     * Finds the front among {@code trials} and its hypervolume.
     *
     * @param trials every trial of the sweep; their {@code onFront} is set anew
     */
    public static SweepReport of(
            String sweep,
            SweepState state,
            Instant createdAt,
            FrontReference reference,
            @Nullable Long denseVolumePixels,
            List<TrialReport> trials) {
        ParetoFront front = ParetoFront.of(
                trials.stream().map(TrialReport::point).filter(Objects::nonNull).toList());
        Map<String, TrialReport> marked = new LinkedHashMap<>();
        for (TrialReport trial : trials) {
            marked.put(trial.trial(), trial.withOnFront(front.contains(trial.trial())));
        }
        List<TrialReport> points = new ArrayList<>();
        front.points().forEach(point -> points.add(Objects.requireNonNull(marked.get(point.trial()))));
        return new SweepReport(
                SweepSpec.API_VERSION,
                sweep,
                state,
                createdAt,
                Hypervolume.of(front, reference),
                reference,
                denseVolumePixels,
                List.copyOf(marked.values()),
                points);
    }

    /** The published JSON Schema of {@code front.json}, as text. */
    public static String schema() {
        try (InputStream in = SweepReport.class.getResourceAsStream("front.schema.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
