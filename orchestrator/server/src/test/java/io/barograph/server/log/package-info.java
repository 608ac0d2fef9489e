/** Tests of the log. */
@NullMarked
package io.barograph.server.log;

import org.jspecify.annotations.NullMarked;
