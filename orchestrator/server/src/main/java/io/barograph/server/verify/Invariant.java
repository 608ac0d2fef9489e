package io.barograph.server.verify;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What must hold of a stored sweep. The labels are stable: scripts may rely on them. */
public enum Invariant {
    READABLE("every row can be read: its type, schema version and content are known"),
    SEQUENCE("entries are numbered from 1 without a gap, up to the number in the sweep's row"),
    SUBMISSION("the first entry, and no other, is the submission of this sweep"),
    TIME("no entry is older than the submission or the entry before it, by more than clocks may differ"),
    PLAN("the sampler of the recorded version gives the same trials from the spec"),
    ATTEMPT("attempts of a trial are numbered 1, 2, 3, and one begins only while none is live"),
    SLOT("a slot of a worker runs one attempt at a time"),
    CHOICE("a start takes the first trial that may start at that time"),
    GIVEN("a start gives the budget, dense network, rung and checkpoint that the history says"),
    REPORT("what is told of an attempt is told while it is live"),
    EPOCH("epochs of an attempt run on, none doubled, none missing within a phase"),
    RESULT("a result is of its trial's budget, and its status follows from its volume"),
    LIMIT("no trial fails or loses its worker more often than allowed"),
    DATA("a trial that came back without its data goes on at a worker that holds it or has not tried"),
    STEERING("nothing starts while the sweep is paused, nor more at a time, nor for longer than it wants"),
    FRONT("every change of the front is told at once, and equals its recomputation"),
    TERMINAL("every trial ends once"),
    END("the sweep ends with its last trial, in the state that follows, and nothing comes after"),
    FOLD("the state that the server folds equals the one derived here"),
    SWEEP_ROW("the row of the sweep is what the log says"),
    TRIAL_ROW("every row of a trial is what the log says"),
    ATTEMPT_ROW("every row of an attempt is what the log says"),
    EPOCH_ROW("every row of an epoch is what the log says"),
    RESULT_ROW("every row of a result is what the log says"),
    LEASE("what was decided was decided under a lease"),
    MODEL("every model of a result is in the artifact store, and its content has its hash"),
    FRONT_FILE("front.json is what the log says");

    private final String meaning;

    Invariant(String meaning) {
        this.meaning = meaning;
    }

    /** Its name in output and documents, such as {@code epoch-row}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What must hold, in words. */
    public String meaning() {
        return meaning;
    }
}
