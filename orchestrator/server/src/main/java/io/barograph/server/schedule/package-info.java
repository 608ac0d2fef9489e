/** Hands trials to workers and takes their reports. */
@NullMarked
package io.barograph.server.schedule;

import org.jspecify.annotations.NullMarked;
