package io.barograph.server.http;

import io.barograph.api.SweepReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.server.report.FrontPicture;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.SweepStore;
import io.barograph.server.submit.SweepReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sweeps as readers see them, and their fronts as they are sent: made once for as long as nothing in them changes, which no epoch
 * does. Used on one event loop; what takes long is done elsewhere.
 */
final class Fronts {
    /** Forms of a front, the first one for who accepts anything. */
    static final List<String> FORMS = List.of(Answers.JSON, "text/csv", "image/svg+xml", "image/png");

    private static final int KEPT = 8;

    private final Vertx vertx;
    private final SweepReader reader;
    private final Clock clock;
    private final Map<String, Front> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Front> eldest) {
            return size() > KEPT;
        }
    };

    Fronts(Vertx vertx, SweepStore store, Clock clock) {
        this.vertx = vertx;
        this.reader = SweepReader.ofTurns(store);
        this.clock = clock;
    }

    /** A sweep now; fails with UNKNOWN_SWEEP. */
    Future<SweepProjection> sweep(String sweep) {
        return reader.read(sweep);
    }

    /** The front of a sweep now; fails with UNKNOWN_SWEEP. */
    Future<Front> front(String sweep) {
        return reader.read(sweep).map(now -> {
            String version = now.createdAt().toEpochMilli() + "-" + now.turned();
            Front known = recent.get(sweep);
            if (known != null && known.version.equals(version)) {
                return known;
            }
            Front made = new Front(version, now.report(clock.instant()));
            recent.put(sweep, made);
            return made;
        });
    }

    /** What a front says, until it changes. */
    final class Front {
        private final String version;
        private final SweepReport report;
        private final Map<String, Future<Buffer>> bodies = new HashMap<>();

        private Front(String version, SweepReport report) {
            this.version = version;
            this.report = report;
        }

        SweepReport report() {
            return report;
        }

        /** The ETag of a form. */
        String tag(String form) {
            return "\"" + version + "-" + FORMS.indexOf(form) + "\"";
        }

        Future<Buffer> body(String form, boolean zipped) {
            return bodies.computeIfAbsent(
                    form + zipped,
                    key -> vertx.executeBlocking(() -> zipped ? Zip.of(written(form)) : written(form), false));
        }

        private Buffer written(String form) {
            return switch (form) {
                case "text/csv" -> Buffer.buffer(FrontFiles.csv(report));
                case "image/svg+xml" -> Buffer.buffer(FrontPicture.svg(report));
                case "image/png" -> Buffer.buffer(FrontPicture.png(report));
                default -> Answers.encode(report);
            };
        }
    }
}
