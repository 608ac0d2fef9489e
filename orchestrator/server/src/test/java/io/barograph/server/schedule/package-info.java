/** Tests of scheduling, with simulated workers and faults. */
@NullMarked
package io.barograph.server.schedule;

import org.jspecify.annotations.NullMarked;
