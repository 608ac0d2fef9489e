package io.barograph.bench.chaos;

/**
 * A fault before its time.
 *
 * @param pauseMillis after the fault before it
 * @param lengthMillis how long a process is down or frozen, a network cut or a folder full
 * @param choice decides between victims and sides
 */
record PlannedFault(FaultKind kind, long pauseMillis, long lengthMillis, int choice) {}
