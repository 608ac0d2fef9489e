/** Gives out what sweeps have left in the artifact store. */
@NullMarked
package io.barograph.server.artifact;

import org.jspecify.annotations.NullMarked;
