/** The state of a sweep as its log tells it. */
@NullMarked
package io.barograph.server.state;

import org.jspecify.annotations.NullMarked;
