/**
 * Who is in the picture: networks that give the alpha matte of the person, and what keeps that matte calm and sharp.
 * May depend on onnx, imaging and the root package.
 */
@NullMarked
package org.speakdraw.inference.matting;

import org.jspecify.annotations.NullMarked;
