/** The built-in networks as DL4J graph configurations. */
@NullMarked
package io.barograph.bar.network;

import org.jspecify.annotations.NullMarked;
