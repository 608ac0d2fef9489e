/** Budget-Aware Regularization on DL4J: the root of the library. */
@NullMarked
package io.barograph.bar;

import org.jspecify.annotations.NullMarked;
