/** Tests of the embedded PostgreSQL against the real server. */
@NullMarked
package io.barograph.server.postgres;

import org.jspecify.annotations.NullMarked;
