/** What clients and workers speak: sweep specs, messages, addresses, measurements and the Pareto front. */
@NullMarked
package io.barograph.api;

import org.jspecify.annotations.NullMarked;
