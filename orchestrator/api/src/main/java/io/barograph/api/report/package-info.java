/** Writes a sweep's report to files, each appearing whole or not at all. */
@NullMarked
package io.barograph.api.report;

import org.jspecify.annotations.NullMarked;
