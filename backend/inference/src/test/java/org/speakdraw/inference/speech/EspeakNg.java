package org.speakdraw.inference.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.speakdraw.inference.AudioClip;

/** The voices of espeak-ng, which must be installed. */
final class EspeakNg {

    private static final int WAV_HEADER = 44;

    private EspeakNg() {}

    /**
     * Speaks at 150 words a minute.
     *
     * @param voice as {@code espeak-ng --voices} has them, with a variant such as {@code +f2} behind it
     * @throws IOException if there is no espeak-ng, or no such voice
     */
    static AudioClip say(String words, String voice) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("espeak-ng", "-v", voice, "-s", "150", "--stdout", words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ByteBuffer wav =
                ByteBuffer.wrap(process.getInputStream().readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (process.waitFor() != 0) {
            throw new IOException("espeak-ng does not know the voice " + voice);
        }
        float[] samples = new float[(wav.limit() - WAV_HEADER) / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = wav.getShort(WAV_HEADER + 2 * i) / 32768f;
        }
        return new AudioClip(samples, wav.getInt(24));
    }
}
