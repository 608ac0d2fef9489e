/** Tests of samplers. */
@NullMarked
package io.barograph.server.search;

import org.jspecify.annotations.NullMarked;
