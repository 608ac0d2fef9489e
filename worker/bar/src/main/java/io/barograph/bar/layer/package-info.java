/** Layers, vertices and losses of the method as ordinary DL4J parts. */
@NullMarked
package io.barograph.bar.layer;

import org.jspecify.annotations.NullMarked;
