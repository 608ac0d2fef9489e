/** Tests of the meters. */
@NullMarked
package io.barograph.metrics;

import org.jspecify.annotations.NullMarked;
