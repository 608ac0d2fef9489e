/** Long experiments that print figures; not part of the product. */
@NullMarked
package io.barograph.bench;

import org.jspecify.annotations.NullMarked;
