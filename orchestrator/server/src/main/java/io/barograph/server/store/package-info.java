/** Keeps logs, current state and the scheduler's lease, in PostgreSQL or in memory. */
@NullMarked
package io.barograph.server.store;

import org.jspecify.annotations.NullMarked;
