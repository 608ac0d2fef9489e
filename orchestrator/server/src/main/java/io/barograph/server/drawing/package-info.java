/** Shapes and text on paper, the same as SVG and as PNG. */
@NullMarked
package io.barograph.server.drawing;

import org.jspecify.annotations.NullMarked;
