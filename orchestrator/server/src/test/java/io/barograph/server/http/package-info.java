@NullMarked
package io.barograph.server.http;

import org.jspecify.annotations.NullMarked;
