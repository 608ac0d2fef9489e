/** The barograph command. */
@NullMarked
package io.barograph.cli;

import org.jspecify.annotations.NullMarked;
