/** Content-addressed artifact store. */
@NullMarked
package io.barograph.artifacts;

import org.jspecify.annotations.NullMarked;
