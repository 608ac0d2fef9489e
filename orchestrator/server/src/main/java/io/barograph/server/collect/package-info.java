/** Removes artifacts that nothing refers to any more. */
@NullMarked
package io.barograph.server.collect;

import org.jspecify.annotations.NullMarked;
