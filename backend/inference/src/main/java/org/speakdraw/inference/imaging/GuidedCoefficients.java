package org.speakdraw.inference.imaging;

/**
 * The linear model of a guided filter with a colour guide (He et al., section 3.5): in every window
 * {@code alpha = a . I + b} with {@code a = (Sigma + epsilon E)^-1 cov(I, p)} and {@code b = mean(p) - a . mean(I)},
 * averaged over all windows that a pixel is in.
 *
 * @param red    a's part for the red channel (0..1), one value a pixel
 * @param green  likewise
 * @param blue   likewise
 * @param offset b
 */
record GuidedCoefficients(float[] red, float[] green, float[] blue, float[] offset) {

    /** Planes of equal size; nothing given is changed. */
    static GuidedCoefficients of(
            float[] red, float[] green, float[] blue, float[] matte, int width, int radius, float epsilon) {
        int height = matte.length / width;
        Windows windows = new Windows(width, height, radius);
        float[] meanRed = windows.mean(red);
        float[] meanGreen = windows.mean(green);
        float[] meanBlue = windows.mean(blue);
        float[] meanMatte = windows.mean(matte);
        float[] redRed = windows.covariance(red, red, meanRed, meanRed);
        float[] redGreen = windows.covariance(red, green, meanRed, meanGreen);
        float[] redBlue = windows.covariance(red, blue, meanRed, meanBlue);
        float[] greenGreen = windows.covariance(green, green, meanGreen, meanGreen);
        float[] greenBlue = windows.covariance(green, blue, meanGreen, meanBlue);
        float[] blueBlue = windows.covariance(blue, blue, meanBlue, meanBlue);
        float[] redMatte = windows.covariance(red, matte, meanRed, meanMatte);
        float[] greenMatte = windows.covariance(green, matte, meanGreen, meanMatte);
        float[] blueMatte = windows.covariance(blue, matte, meanBlue, meanMatte);
        // The solution takes the place of its right-hand side, which nobody needs any more.
        for (int i = 0; i < matte.length; i++) {
            float rr = redRed[i] + epsilon;
            float gg = greenGreen[i] + epsilon;
            float bb = blueBlue[i] + epsilon;
            float rg = redGreen[i];
            float rb = redBlue[i];
            float gb = greenBlue[i];
            // Cofactors of a symmetric matrix.
            float first = gg * bb - gb * gb;
            float second = rb * gb - rg * bb;
            float third = rg * gb - rb * gg;
            float scale = 1 / (rr * first + rg * second + rb * third);
            float r = redMatte[i];
            float g = greenMatte[i];
            float b = blueMatte[i];
            float aRed = (first * r + second * g + third * b) * scale;
            float aGreen = (second * r + (rr * bb - rb * rb) * g + (rg * rb - rr * gb) * b) * scale;
            float aBlue = (third * r + (rg * rb - rr * gb) * g + (rr * gg - rg * rg) * b) * scale;
            redMatte[i] = aRed;
            greenMatte[i] = aGreen;
            blueMatte[i] = aBlue;
            meanMatte[i] -= aRed * meanRed[i] + aGreen * meanGreen[i] + aBlue * meanBlue[i];
        }
        return new GuidedCoefficients(
                windows.mean(redMatte), windows.mean(greenMatte), windows.mean(blueMatte), windows.mean(meanMatte));
    }

    private record Windows(int width, int height, int radius) {

        float[] mean(float[] values) {
            return BoxFilter.mean(values, width, height, radius);
        }

        float[] covariance(float[] left, float[] right, float[] meanLeft, float[] meanRight) {
            float[] product = new float[left.length];
            for (int i = 0; i < product.length; i++) {
                product[i] = left[i] * right[i];
            }
            float[] covariance = mean(product);
            for (int i = 0; i < product.length; i++) {
                covariance[i] -= meanLeft[i] * meanRight[i];
            }
            return covariance;
        }
    }
}
