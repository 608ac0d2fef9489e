/** Draws sweeps in a terminal or as plain lines. */
@NullMarked
package io.barograph.cli.terminal;

import org.jspecify.annotations.NullMarked;
