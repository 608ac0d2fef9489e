/** How fast trials and reports go through the orchestrator, and how little of their time they lose there. */
@NullMarked
package io.barograph.bench.dispatch;

import org.jspecify.annotations.NullMarked;
