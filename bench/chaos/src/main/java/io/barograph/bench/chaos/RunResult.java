package io.barograph.bench.chaos;

import java.util.List;
import java.util.Map;

/**
 * What came out of one run.
 *
 * @param attempts of all trials together
 * @param refused late reports of fenced attempts
 * @param resumeMillis by kind of fault, one for each that met a trial: from the healing, or from the kill, to its next progress
 * @param aloneMillis those of {@code resumeMillis} in which no other fault fell
 * @param stallMillis as {@code resumeMillis}, from the beginning of every fault
 * @param endedByItself members that ended though nobody killed them
 * @param repeatedCommands commands of users that had to be given again
 * @param seconds from the submission to the end of the last sweep
 * @param violations what does not hold, in sentences; empty if all is well
 */
record RunResult(
        long seed,
        boolean real,
        int trials,
        int attempts,
        int entries,
        long refused,
        Map<FaultKind, Integer> faults,
        Map<Window, Integer> windows,
        Map<FaultKind, List<Long>> resumeMillis,
        Map<FaultKind, List<Long>> aloneMillis,
        Map<FaultKind, List<Long>> stallMillis,
        List<String> endedByItself,
        List<String> repeatedCommands,
        double seconds,
        List<String> violations) {}
