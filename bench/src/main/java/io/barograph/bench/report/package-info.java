/** Figures of experiments and what they are asked to be. */
@NullMarked
package io.barograph.bench.report;

import org.jspecify.annotations.NullMarked;
