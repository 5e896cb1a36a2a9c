package org.speakdraw.acceptance.fuzz;

import java.awt.Color;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.speakdraw.acceptance.client.TestPictures;

/** Binary messages: damaged JPEGs, damaged headers, sizes that are not true, other kinds than frames. */
final class FrameFamily implements InputFamily {

    private static final List<byte[]> JPEGS = List.of(
            TestPictures.moving(64, 64, 1),
            TestPictures.moving(320, 240, 5),
            TestPictures.solid(1, 1, Color.RED),
            TestPictures.solid(17, 999, Color.BLUE));

    private final FuzzedSession session;

    FrameFamily(URI base) {
        this.session = new FuzzedSession(base);
    }

    @Override
    public Outcome send(RandomGenerator random) throws InterruptedException {
        session.send(message(random));
        return session.settle();
    }

    private static byte[] message(RandomGenerator random) {
        byte[] jpeg = Mutations.pick(JPEGS, random);
        byte[] body = switch (random.nextInt(8)) {
            case 0 -> jpeg;
            case 1 -> Mutations.random(random, random.nextInt(2_000));
            case 2 -> withSize(jpeg, random);
            default -> Mutations.damage(jpeg, random);
        };
        boolean badHeader = random.nextInt(5) == 0;
        byte[] whole = ByteBuffer.allocate(16 + body.length)
                .putInt(badHeader ? random.nextInt() : 0x01010000)
                .putInt(random.nextInt())
                .putLong(random.nextLong())
                .put(body)
                .array();
        return random.nextInt(20) == 0 ? java.util.Arrays.copyOf(whole, random.nextInt(20)) : whole;
    }

    /** Another width and height in the header of the JPEG than the picture has. */
    private static byte[] withSize(byte[] jpeg, RandomGenerator random) {
        byte[] bytes = jpeg.clone();
        for (int i = 0; i + 9 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xc0) {
                ByteBuffer.wrap(bytes).putShort(i + 5, (short) random.nextInt()).putShort(i + 7, (short)
                        random.nextInt());
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        session.close();
    }
}
