package io.barograph.bench.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What faults have taken for themselves, so that no two do something to the same. Thread-safe. */
final class Victims {
    private final Set<String> taken = new HashSet<>();

    /** Takes this; false if another has it. */
    synchronized boolean take(String name) {
        return taken.add(name);
    }

    /** Takes one of these, the first by choice that is free and ready; null if none is. */
    synchronized @Nullable Member takeOne(List<Member> members, int choice) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get((choice + i) % members.size());
            if (member.isReady() && taken.add(member.name())) {
                return member;
            }
        }
        return null;
    }

    synchronized void give(String name) {
        taken.remove(name);
    }
}
