package io.barograph.bench.chaos;

/** A moment in which a fault is the most dangerous. */
enum Window {
    COMMIT("between a commit and its acknowledgement"),
    RENAME("between an artifact's rename and its report"),
    RENEWAL("during the renewal of the scheduler's lease"),
    TAKE_OVER("during a take-over");

    private final String meaning;

    Window(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}
