/**
 * Networks that a model server runs, asked by the Open Inference Protocol (KServe v2) over gRPC: the only package that
 * imports {@code io.grpc}. May depend on the package {@code onnx}, whose buffers it sends, and on the root package.
 */
@NullMarked
package org.speakdraw.inference.remote;

import org.jspecify.annotations.NullMarked;
