/** Executes a DL4J network's training steps and inference fast: one seam, implemented on oneDNN. */
@NullMarked
package io.barograph.bar.engine;

import org.jspecify.annotations.NullMarked;
