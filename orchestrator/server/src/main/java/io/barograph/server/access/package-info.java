/** Who may do what: roles, callers and their tokens. */
@NullMarked
package io.barograph.server.access;

import org.jspecify.annotations.NullMarked;
