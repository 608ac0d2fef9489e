/** Networks as ONNX files: written, run in ONNX Runtime, and measured. */
@NullMarked
package io.barograph.bar.onnx;

import org.jspecify.annotations.NullMarked;
