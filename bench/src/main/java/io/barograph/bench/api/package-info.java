/** The HTTP API with a large sweep and many who follow it. */
@NullMarked
package io.barograph.bench.api;

import org.jspecify.annotations.NullMarked;
