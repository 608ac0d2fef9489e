/** One contract for all stores. */
@NullMarked
package io.barograph.server.store;

import org.jspecify.annotations.NullMarked;
