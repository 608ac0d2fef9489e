package io.barograph.cli;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.EventPage;
import io.barograph.api.Progress;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPage;
import io.barograph.api.SweepPlan;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepView;
import io.barograph.api.WorkerView;
import io.barograph.api.spec.SpecProblem;
import io.barograph.cli.folder.FolderException;
import io.barograph.cli.folder.SubmittedSpec;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sweeps of a cluster whose orchestrator serves HTTP. */
final class HttpAccess implements SweepAccess {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(HttpAccess.class);

    private final HttpCalls calls;
    private final AtomicReference<@Nullable HttpEvents> following = new AtomicReference<>();

    HttpAccess(HttpCalls calls) {
        this.calls = calls;
    }

    @Override
    public SweepPage list(@Nullable Long cursor, int limit) {
        return calls.get("sweeps?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor), SweepPage.class);
    }

    @Override
    public SweepView submit(SweepSpec spec, String idempotencyKey) {
        try {
            return calls.json(
                    calls.request("sweeps")
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", idempotencyKey)
                            .POST(BodyPublishers.ofString(SubmittedSpec.canonical(spec))),
                    SweepView.class);
        } catch (CliException e) {
            if (e.getCause() instanceof BarographException reason) {
                throw Refusal.explained(reason, ExitCode.BAD_SPEC);
            }
            throw e;
        }
    }

    /** What the API says of a spec. */
    record Checked(List<SpecProblem> problems, @Nullable SweepPlan plan) {}

    @Override
    public SweepPlan check(SweepSpec spec) {
        Checked checked = calls.send(
                "POST", "sweeps/check", BodyPublishers.ofString(SubmittedSpec.canonical(spec)), Checked.class);
        SweepPlan plan = checked.plan();
        if (plan == null) {
            throw new CliException(
                    ExitCode.BAD_SPEC,
                    checked.problems().stream()
                            .map(problem -> problem.pointer() + ": " + problem.message() + "; " + problem.fix())
                            .collect(Collectors.joining("\n  ", "this sweep cannot be submitted:\n  ", "")));
        }
        return plan;
    }

    @Override
    public SweepView get(String sweep) {
        return calls.get("sweeps/" + sweep, SweepView.class);
    }

    @Override
    public SweepReport front(String sweep) {
        return calls.get("sweeps/" + sweep + "/front", SweepReport.class);
    }

    @Override
    public SweepView cancel(String sweep) {
        return steer(sweep, "cancel");
    }

    @Override
    public SweepView pause(String sweep) {
        return steer(sweep, "pause");
    }

    @Override
    public SweepView resume(String sweep) {
        return steer(sweep, "resume");
    }

    private SweepView steer(String sweep, String how) {
        return calls.send("POST", "sweeps/" + sweep + "/" + how, BodyPublishers.noBody(), SweepView.class);
    }

    @Override
    public SweepView reprioritise(String sweep, int priority) {
        return calls.send(
                "PATCH",
                "sweeps/" + sweep,
                BodyPublishers.ofString("{\"priority\": " + priority + "}"),
                SweepView.class);
    }

    @Override
    public void delete(String sweep) {
        calls.done(calls.request("sweeps/" + sweep).DELETE());
    }

    @Override
    public EventPage events(String sweep, long after, int limit) {
        return calls.get("sweeps/" + sweep + "/events?after=" + after + "&limit=" + limit, EventPage.class);
    }

    @Override
    public Future<Void> follow(String sweep, long after, Consumer<SweepEvent> listener) {
        HttpEvents events = new HttpEvents(calls, sweep, after, listener);
        HttpEvents before = following.getAndSet(events);
        if (before != null) {
            before.close();
        }
        return events.start();
    }

    /** The API tells what is stored; what happens within epochs is not. */
    @Override
    public void progress(String sweep, Consumer<Progress> listener) {}

    /** A page of artifacts, as the API writes it. */
    record Artifacts(List<SweepArtifact> artifacts, @Nullable Long next) {}

    @Override
    public List<SweepArtifact> artifacts(String sweep) {
        List<SweepArtifact> found = new ArrayList<>();
        Long cursor = null;
        do {
            String path = "sweeps/" + sweep + "/artifacts?limit=100" + (cursor == null ? "" : "&cursor=" + cursor);
            Artifacts page = model(() -> calls.get(path, Artifacts.class));
            found.addAll(page.artifacts());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    @Override
    public void download(String sweep, SweepArtifact artifact, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        HttpRequest request = calls.request("sweeps/" + sweep + "/artifacts/" + artifact.name())
                .setHeader("Accept", "*/*")
                .build();
        try {
            for (int tried = 1; !arrived(request, artifact, part, tried == TRIES); tried++) {
                HttpCalls.pause(PAUSE);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw FolderException.unwritable(file, e);
        } finally {
            part.toFile().delete();
        }
    }

    private boolean arrived(HttpRequest request, SweepArtifact artifact, Path part, boolean last) {
        MessageDigest digest = sha256();
        try (InputStream body = model(() -> calls.once(request)).body();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
            body.transferTo(out);
        } catch (IOException e) {
            if (e instanceof FileSystemException || FolderException.isDiskFull(e)) {
                throw FolderException.unwritable(part, e);
            }
            if (last) {
                throw calls.broken(e);
            }
            return false;
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(artifact.sha256())) {
            throw new CliException(
                    ExitCode.BAD_MODEL, "the " + artifact.described() + " has not the SHA-256 that it should have");
        }
        return true;
    }

    /** A call that may wait for nobody. */
    private interface Call<T> {
        T get() throws HttpCalls.Unavailable;
    }

    private static <T> T model(Call<T> call) {
        try {
            return call.get();
        } catch (HttpCalls.Unavailable e) {
            throw e.told();
        } catch (CliException e) {
            throw e.getCause() instanceof BarographException reason && reason.code() != ErrorCode.INVALID_REQUEST
                    ? Refusal.ofModel(reason)
                    : e;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The workers, as the API tells of them. */
    record Workers(List<WorkerView> workers, boolean complete) {}

    @Override
    public boolean lacksWorkers(Set<String> labels) {
        String wanted = labels.stream().map(label -> "label=" + label).collect(Collectors.joining("&", "?", ""));
        try {
            Workers there = calls.get("workers" + wanted, Workers.class);
            return there.complete() && there.workers().isEmpty();
        } catch (CliException e) {
            LOG.debug("it is not known which workers are there", e);
            return false;
        }
    }

    @Override
    public void close() {
        HttpEvents events = following.getAndSet(null);
        if (events != null) {
            events.close();
        }
    }
}
