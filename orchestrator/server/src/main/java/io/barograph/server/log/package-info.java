/** The append-only log of a sweep: what is stored of everything that happens. */
@NullMarked
package io.barograph.server.log;

import org.jspecify.annotations.NullMarked;
