/** Makes processes members of one cluster: addresses, Hazelcast's settings and a Vert.x over them. */
@NullMarked
package io.barograph.cli.cluster;

import org.jspecify.annotations.NullMarked;
