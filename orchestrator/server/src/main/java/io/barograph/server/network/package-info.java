/** Draws a network layer by layer, the same drawing as SVG and as PNG. */
@NullMarked
package io.barograph.server.network;

import org.jspecify.annotations.NullMarked;
