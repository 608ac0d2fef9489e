package io.barograph.server.store;

import io.barograph.api.SweepState;

/**
 * A stored sweep without its history.
 *
 * @param sequence number of its last log entry
 */
public record SweepHead(String sweep, SweepState state, long sequence) {}
