/** Model files, and what is in them as text. */
@NullMarked
package io.barograph.cli.model;

import org.jspecify.annotations.NullMarked;
