/** Reads a sweep's log and state again and says what is not as it must be. */
@NullMarked
package io.barograph.server.verify;

import org.jspecify.annotations.NullMarked;
