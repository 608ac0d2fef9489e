/** A whole cluster of processes under faults, and what must hold of its sweeps all the same. */
@NullMarked
package io.barograph.bench.chaos;

import org.jspecify.annotations.NullMarked;
