/** Meters and their names. */
@NullMarked
package io.barograph.metrics;

import org.jspecify.annotations.NullMarked;
