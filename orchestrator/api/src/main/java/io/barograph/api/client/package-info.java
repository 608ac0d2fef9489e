/** How sweeps are submitted and followed: one client, as a member of the cluster or over the HTTP port. */
@NullMarked
package io.barograph.api.client;

import org.jspecify.annotations.NullMarked;
