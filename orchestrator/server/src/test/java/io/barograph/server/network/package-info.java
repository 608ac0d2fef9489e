/** Tests of the pictures. */
@NullMarked
package io.barograph.server.network;

import org.jspecify.annotations.NullMarked;
