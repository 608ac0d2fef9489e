package io.barograph.server.state;

import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The trials that share a dense network. Until it is trained only one of them may run, and trains it; afterwards all
 * may.
 */
final class TeacherGroup {
    private final NavigableSet<Integer> waiting = new TreeSet<>();
    private final ReadyTrials ready; // of the whole sweep, kept up to date for this group's part
    private final TreeSet<Integer> running = new TreeSet<>();
    private @Nullable String teacher;

    TeacherGroup(ReadyTrials ready) {
        this.ready = ready;
    }

    @Nullable
    String teacher() {
        return teacher;
    }

    /** Index of the trial that trains the dense network now, or null. */
    @Nullable
    Integer pretraining() {
        return teacher != null || running.isEmpty() ? null : running.first();
    }

    void setTeacher(@Nullable String hash) {
        if (Objects.equals(teacher, hash)) {
            return;
        }
        ready.removeAll(waiting);
        teacher = hash;
        if (hash != null) {
            ready.addAll(waiting);
        } else {
            offerFirst();
        }
    }

    void onWaiting(int index) {
        running.remove(index);
        withdrawFirst();
        waiting.add(index);
        if (teacher != null) {
            ready.add(index);
        } else {
            offerFirst();
        }
    }

    void onRunning(int index) {
        withdrawFirst();
        waiting.remove(index);
        ready.remove(index);
        running.add(index);
        offerFirst();
    }

    void onEnded(int index) {
        withdrawFirst();
        waiting.remove(index);
        ready.remove(index);
        running.remove(index);
        offerFirst();
    }

    private void withdrawFirst() {
        if (teacher == null && !waiting.isEmpty()) {
            ready.remove(waiting.first());
        }
    }

    private void offerFirst() {
        if (teacher == null && running.isEmpty() && !waiting.isEmpty()) {
            ready.add(waiting.first());
        }
    }
}
