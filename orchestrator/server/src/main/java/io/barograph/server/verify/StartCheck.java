package io.barograph.server.verify;

import io.barograph.api.TrialState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every start is the one that the history asks for: which trial, which attempt, with which files. */
final class StartCheck implements LogCheck {
    /** The scheduler looks at the clock before it decides and stamps afterwards: what became ready in between is not missed. */
    private static final Duration DECIDING = Duration.ofSeconds(1);

    private final Findings findings;
    private int firstOpen;

    StartCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void entry(LogEntry entry, History before) {
        if (entry.change() instanceof TrialStarted start) {
            String place = Findings.entry(entry.sequence());
            TrialHistory trial = before.trial(start.trial());
            require(trial != null, Invariant.ATTEMPT, place, "starts " + start.trial() + ", which is not planned");
            if (trial != null) {
                check(place, entry.at(), start, trial, before);
            }
        }
    }

    private void check(String place, Instant at, TrialStarted start, TrialHistory trial, History before) {
        require(
                trial.state == TrialState.WAITING && start.attempt() == trial.attempt + 1,
                Invariant.ATTEMPT,
                place,
                "starts attempt " + start.attempt() + ", but " + trial.standing());
        TrialHistory other = inSlot(start, before);
        require(
                other == null,
                Invariant.SLOT,
                place,
                "starts " + start.trial() + " in slot " + start.slot() + " of " + start.worker() + ", where "
                        + (other == null ? "" : other.standing()));
        String wrong = wrongChoice(trial, at, before);
        require(wrong == null, Invariant.CHOICE, place, "starts " + start.trial() + ", but " + wrong);
        given(place, "budget", start.budget(), trial.plan.budget());
        given(place, "dense network", start.teacher(), before.network(trial).hash);
        given(place, "rung", start.rung(), trial.expectedRung());
        given(place, "checkpoint", start.checkpoint(), trial.checkpoint);
    }

    private static @Nullable TrialHistory inSlot(TrialStarted start, History before) {
        for (TrialHistory other : before.running()) {
            TrialHistory.Attempt attempt = other.newest();
            if (attempt != null
                    && attempt.started.slot() == start.slot()
                    && attempt.started.worker().equals(start.worker())
                    && !other.name().equals(start.trial())) {
                return other;
            }
        }
        return null;
    }

    private @Nullable String wrongChoice(TrialHistory chosen, Instant at, History before) {
        TrialHistory looser = chosen.heldBy();
        if (looser != null) {
            return "it goes on from " + looser.name() + ", which has neither left a rung nor ended";
        }
        if (chosen.notBefore.isAfter(at)) {
            return "it was to wait until " + chosen.notBefore;
        }
        History.Network network = before.network(chosen);
        if (network.hash == null && network.running > 0) {
            return "another trial is training its dense network";
        }
        Set<History.Network> offered = new HashSet<>();
        TrialHistory overlooked = overlooked(chosen, at.minus(DECIDING), before, offered);
        if (overlooked != null) {
            return overlooked.name() + " comes before it and could start";
        }
        return network.hash == null && offered.contains(network)
                ? "an earlier trial was to train its dense network"
                : null;
    }

    /**
     * The first trial before the chosen one that could have started; or null.
     *
     * @param offered gets the dense networks that one of the earlier trials was to train
     */
    private @Nullable TrialHistory overlooked(
            TrialHistory chosen, Instant by, History before, Set<History.Network> offered) {
        List<TrialHistory> trials = before.trials();
        while (firstOpen < trials.size() && trials.get(firstOpen).state.terminal()) {
            firstOpen++;
        }
        for (int i = firstOpen; i < chosen.position; i++) {
            TrialHistory trial = trials.get(i);
            if (trial.state == TrialState.WAITING && trial.heldBy() == null) {
                History.Network network = before.network(trial);
                boolean free = network.hash != null || network.running == 0 && offered.add(network);
                if (free && !trial.notBefore.isAfter(by)) {
                    return trial;
                }
            }
        }
        return null;
    }

    private void given(String place, String what, @Nullable Object given, @Nullable Object expected) {
        require(
                Objects.equals(given, expected),
                Invariant.GIVEN,
                place,
                "gives " + what + " " + given + ", the history says " + expected);
    }

    private void require(boolean holds, Invariant invariant, String place, String sentence) {
        findings.require(holds, invariant, place, () -> sentence);
    }
}
