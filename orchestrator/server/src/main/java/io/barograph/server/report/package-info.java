/** Draws the front and the latencies of a sweep, each the same drawing as SVG and as PNG. */
@NullMarked
package io.barograph.server.report;

import org.jspecify.annotations.NullMarked;
