@NullMarked
package io.barograph.server.verify;

import org.jspecify.annotations.NullMarked;
