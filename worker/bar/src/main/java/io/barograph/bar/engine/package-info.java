/** Executes a DL4J network's training steps and inference fast: one seam, implemented on oneDNN and on ND4J's ops. */
@NullMarked
package io.barograph.bar.engine;

import org.jspecify.annotations.NullMarked;
