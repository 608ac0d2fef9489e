/** Reads sweep specs from YAML or JSON and tells every problem at once, each with its place. */
@NullMarked
package io.barograph.api.spec;

import org.jspecify.annotations.NullMarked;
