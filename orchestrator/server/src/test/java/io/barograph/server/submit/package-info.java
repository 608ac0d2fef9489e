@NullMarked
package io.barograph.server.submit;

import org.jspecify.annotations.NullMarked;
