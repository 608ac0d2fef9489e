/** Starts what the images run. */
@NullMarked
package io.barograph.images;

import org.jspecify.annotations.NullMarked;
