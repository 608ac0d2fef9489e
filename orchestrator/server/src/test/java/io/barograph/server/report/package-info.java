/** Tests of the pictures. */
@NullMarked
package io.barograph.server.report;

import org.jspecify.annotations.NullMarked;
