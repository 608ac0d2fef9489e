package io.barograph.server.schedule;

import io.barograph.api.WorkerList;
import io.barograph.api.WorkerSlot;
import io.barograph.api.WorkerView;
import io.barograph.api.WorkersQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells who is there and what each slot trains. */
final class WorkerListing {
    private WorkerListing() {}

    static WorkerList of(Roster roster, SlotBook slots, WorkersQuery query, Instant now) {
        Map<String, Map<Integer, WorkerSlot>> busy = new HashMap<>();
        for (SlotBook.Hold hold : slots.held()) {
            busy.computeIfAbsent(hold.worker(), name -> new HashMap<>()).put(hold.number(), training(hold));
        }
        List<WorkerView> workers = roster.fitting(query.labels(), now).stream()
                .limit(WorkerList.MAX_NAMES)
                .map(worker -> view(worker, roster, busy.getOrDefault(worker.name(), Map.of()), now))
                .toList();
        return WorkerList.of(workers, roster.knowsAll(now));
    }

    private static WorkerSlot training(SlotBook.Hold hold) {
        return new WorkerSlot(
                hold.number(),
                hold.sweep().sweep(),
                hold.trial().trial(),
                hold.trial().attempt());
    }

    private static WorkerView view(Roster.Worker worker, Roster roster, Map<Integer, WorkerSlot> busy, Instant now) {
        Map<Integer, WorkerSlot> slots = new TreeMap<>();
        roster.slots(worker, now).forEach(slot -> slots.put(slot, WorkerSlot.idle(slot)));
        slots.putAll(busy);
        return new WorkerView(
                worker.name(),
                new TreeSet<>(worker.labels()),
                new TreeSet<>(worker.datasets()),
                worker.heard(),
                List.copyOf(slots.values()));
    }
}
