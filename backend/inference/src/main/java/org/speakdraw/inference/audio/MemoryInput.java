package org.speakdraw.inference.audio;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;

import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory, as FFmpeg reads one. The callbacks are native objects of limited number: made once, used for one
 * file at a time.
 */
final class MemoryInput {

    private static final int BUFFER_BYTES = 32_768;
    private static final int FROM_START = 0;
    private static final int FROM_HERE = 1;
    private static final int FROM_END = 2;

    private byte[] file = {};
    private int at;
    private @Nullable AVIOContext context;
    private @Nullable AudioBudget budget;

    private final Read_packet_Pointer_BytePointer_int read = new Read_packet_Pointer_BytePointer_int() {
        @Override
        public int call(Pointer opaque, BytePointer target, int wanted) {
            int count = Math.min(wanted, file.length - at);
            if (count <= 0 || (budget != null && budget.isOutOfTime())) {
                return avutil.AVERROR_EOF();
            }
            target.put(file, at, count);
            at += count;
            return count;
        }
    };

    private final Seek_Pointer_long_int seek = new Seek_Pointer_long_int() {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            long target = switch (whence & ~AVSEEK_FORCE) {
                case AVSEEK_SIZE -> -1;
                case FROM_START -> offset;
                case FROM_HERE -> at + offset;
                case FROM_END -> file.length + offset;
                default -> -1;
            };
            if (whence == AVSEEK_SIZE) {
                return file.length;
            }
            if (target < 0 || target > file.length) {
                return -1;
            }
            at = (int) target;
            return target;
        }
    };

    /** Begins to read {@code bytes}, which end when the time is over; {@link #close} ends it. */
    AVIOContext open(byte[] bytes, AudioBudget time) {
        file = bytes;
        at = 0;
        budget = time;
        BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
        AVIOContext opened = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, read, null, seek);
        context = opened;
        return opened;
    }

    void close() {
        if (context != null) {
            // FFmpeg may have put another buffer in the place of the first.
            avutil.av_free(context.buffer());
            avio_context_free(context);
            context = null;
        }
        file = new byte[0];
    }

    /** Frees the callbacks. */
    void release() {
        read.close();
        seek.close();
    }
}
