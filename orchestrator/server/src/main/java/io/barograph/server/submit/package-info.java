/** Takes sweeps in and tells about them. */
@NullMarked
package io.barograph.server.submit;

import org.jspecify.annotations.NullMarked;
