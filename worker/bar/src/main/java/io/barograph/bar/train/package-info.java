/** Trains a network through the phases of BAR: pretrain, prune, compact, fine-tune. */
@NullMarked
package io.barograph.bar.train;

import org.jspecify.annotations.NullMarked;
