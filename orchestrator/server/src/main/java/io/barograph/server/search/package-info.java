/** Chooses the trials of a sweep. */
@NullMarked
package io.barograph.server.search;

import org.jspecify.annotations.NullMarked;
