@NullMarked
package io.barograph.server.access;

import org.jspecify.annotations.NullMarked;
