/** A private PostgreSQL server run from the binaries of a jar: one data folder, one owner, durable settings. */
@NullMarked
package io.barograph.server.postgres;

import org.jspecify.annotations.NullMarked;
