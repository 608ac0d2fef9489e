/** What tests of pictures share. */
@NullMarked
package io.barograph.server.drawing;

import org.jspecify.annotations.NullMarked;
