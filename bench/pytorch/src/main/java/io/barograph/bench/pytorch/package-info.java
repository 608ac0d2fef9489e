/** Training steps of PyTorch 2 through its C++ interface, to compare with. */
@NullMarked
package io.barograph.bench.pytorch;

import org.jspecify.annotations.NullMarked;
