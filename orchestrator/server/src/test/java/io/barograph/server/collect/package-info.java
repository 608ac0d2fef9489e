@NullMarked
package io.barograph.server.collect;

import org.jspecify.annotations.NullMarked;
