/** The HTTP API: what its OpenAPI document says, checked against it. */
@NullMarked
package io.barograph.server.http;

import org.jspecify.annotations.NullMarked;
