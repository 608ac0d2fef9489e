package io.barograph.bar.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Checks the frame of a PNG file, which Java's reader does not: signature, chunk lengths, CRCs and the end mark. */
final class PngCheck {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int END = 0x49454e44;

    private PngCheck() {}

    static boolean isPng(byte[] bytes) {
        return bytes.length >= 8 && ByteBuffer.wrap(bytes).getLong() == SIGNATURE;
    }

    /** Throws when the file is truncated or a chunk was changed. */
    static void check(DataFile file) {
        ByteBuffer in = ByteBuffer.wrap(file.bytes());
        in.getLong();
        CRC32 crc = new CRC32();
        while (in.remaining() >= 12) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining() - 8) {
                break;
            }
            crc.reset();
            crc.update(file.bytes(), in.position(), length + 4);
            int type = in.getInt();
            in.position(in.position() + length);
            if (in.getInt() != (int) crc.getValue()) {
                throw new DataException(
                        file.place(), "is corrupt (a PNG chunk has a wrong CRC)", "copy or download it again");
            }
            if (type == END) {
                return;
            }
        }
        throw new DataException(file.place(), "is truncated (PNG ends early)", "copy or download it again");
    }
}
