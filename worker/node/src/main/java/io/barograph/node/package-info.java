/** Takes trials from the bus, trains them and reports. */
@NullMarked
package io.barograph.node;

import org.jspecify.annotations.NullMarked;
