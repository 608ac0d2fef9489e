/** Draws a sweep's front, its latencies and its networks, each the same drawing as SVG and as PNG. */
@NullMarked
package io.barograph.server.report;

import org.jspecify.annotations.NullMarked;
