/** Image data: readers with checks, seeded splits, and batches prepared ahead of the trainer. */
@NullMarked
package io.barograph.bar.data;

import org.jspecify.annotations.NullMarked;
