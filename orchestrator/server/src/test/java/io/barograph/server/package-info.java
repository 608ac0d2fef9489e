/** Whole-server tests. */
@NullMarked
package io.barograph.server;

import org.jspecify.annotations.NullMarked;
