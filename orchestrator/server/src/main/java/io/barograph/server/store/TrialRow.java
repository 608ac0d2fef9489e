package io.barograph.server.store;

import io.barograph.api.TrialState;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a trial.
 *
 * @param attempt the newest, 0 before the first
 * @param reason why it waits again or ended without a result
 */
public record TrialRow(String trial, TrialState state, int attempt, @Nullable String reason) {}
