/** Gates, volume, connectivity and physical compaction of DL4J graphs. */
@NullMarked
package io.barograph.bar.prune;

import org.jspecify.annotations.NullMarked;
