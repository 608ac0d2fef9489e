package io.barograph.bench.chaos;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A machine of the bench's network: a network namespace of its own, but for the one where the bench and the database are.
 *
 * @param number last part of its addresses
 */
record Host(String name, int number) {
    /** The bench itself, the database behind it. */
    static final Host BENCH = new Host("database", 1);

    static final Host CLIENT = new Host("client", 31);
    static final List<Host> ORCHESTRATORS =
            IntStream.rangeClosed(1, 3).mapToObj(i -> new Host("o" + i, 10 + i)).toList();
    static final List<Host> WORKERS =
            IntStream.rangeClosed(1, 4).mapToObj(i -> new Host("w" + i, 20 + i)).toList();

    /** All but the bench. */
    static List<Host> namespaces() {
        return Stream.of(ORCHESTRATORS, WORKERS, List.of(CLIENT))
                .flatMap(List::stream)
                .toList();
    }

    static List<Host> all() {
        return Stream.concat(Stream.of(BENCH), namespaces().stream()).toList();
    }

    String address() {
        return "10.77.0." + number;
    }

    String mac() {
        return String.format("02:00:00:00:00:%02x", number);
    }
}
