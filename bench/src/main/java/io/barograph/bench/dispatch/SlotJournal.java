package io.barograph.bench.dispatch;

import io.barograph.api.EpochReport;
import io.barograph.api.TrialAssignment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a worker's slots did, in nanoseconds of the machine's clock that all its processes share. Thread-safe. */
final class SlotJournal {
    private final List<Training> trainings = new ArrayList<>();
    private final List<Confirmed> confirmed = new ArrayList<>();

    /** A trial in a slot, from the trainer's first moment to its last. */
    record Training(String slot, String sweep, String trial, int attempt, long startNanos, long endNanos) {}

    /** An epoch whose report the scheduler has acknowledged. */
    record Confirmed(String sweep, Epoch epoch, long nanos) {}

    /** Names an epoch within its sweep. */
    record Epoch(String trial, int attempt, int epoch) {
        static Epoch of(EpochReport report) {
            return new Epoch(report.trial(), report.attempt(), report.epoch());
        }
    }

    synchronized void trained(String slot, TrialAssignment assignment, long startNanos) {
        trainings.add(new Training(
                slot,
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                startNanos,
                System.nanoTime()));
    }

    synchronized void confirmed(EpochReport report) {
        confirmed.add(new Confirmed(report.sweep(), Epoch.of(report), System.nanoTime()));
    }

    synchronized List<Training> trainings(String sweep) {
        return trainings.stream()
                .filter(training -> training.sweep().equals(sweep))
                .toList();
    }

    synchronized List<Confirmed> confirmed(String sweep) {
        return confirmed.stream().filter(epoch -> epoch.sweep().equals(sweep)).toList();
    }

    synchronized void write(Path file) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            for (Training t : trainings) {
                out.println(String.join(
                        " ", t.slot(), t.sweep(), t.trial(), "" + t.attempt(), "" + t.startNanos(), "" + t.endNanos()));
            }
            for (Confirmed c : confirmed) {
                Epoch epoch = c.epoch();
                out.println(String.join(
                        " ", c.sweep(), epoch.trial(), "" + epoch.attempt(), "" + epoch.epoch(), "" + c.nanos()));
            }
        }
    }

    /** Adds what another process has written. */
    synchronized void read(Path file) throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] word = line.split(" ");
            int attempt = Integer.parseInt(word[word.length == 6 ? 3 : 2]);
            if (word.length == 6) {
                trainings.add(new Training(
                        word[0], word[1], word[2], attempt, Long.parseLong(word[4]), Long.parseLong(word[5])));
            } else {
                Epoch epoch = new Epoch(word[1], attempt, Integer.parseInt(word[3]));
                confirmed.add(new Confirmed(word[0], epoch, Long.parseLong(word[4])));
            }
        }
    }
}
