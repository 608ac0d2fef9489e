/** Search, scheduling and the durable store. */
@NullMarked
package io.barograph.server;

import org.jspecify.annotations.NullMarked;
