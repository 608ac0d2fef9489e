/** Tests of the folded state. */
@NullMarked
package io.barograph.server.state;

import org.jspecify.annotations.NullMarked;
