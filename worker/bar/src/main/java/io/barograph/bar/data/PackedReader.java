package io.barograph.bar.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@link PackedDataset}. Memory follows the data that is there, never a number in it. */
final class PackedReader {
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final String place;
    private final DataInputStream in;
    private long left;

    private PackedReader(String place, DataInputStream in, long left) {
        this.place = place;
        this.in = in;
        this.left = left;
    }

    static ImageDataset read(String name, Path file) {
        String place = file.toString();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            return new PackedReader(place, in, Files.size(file)).read(name);
        } catch (NoSuchFileException e) {
            throw DataException.missing(place, "is not there", "push the data set again");
        } catch (EOFException e) {
            throw corrupt(place, "is truncated");
        } catch (CharacterCodingException e) {
            throw corrupt(place, "has a class name that is no UTF-8");
        } catch (IllegalArgumentException e) {
            throw corrupt(place, "is no packed data set: " + e.getMessage());
        } catch (IOException e) {
            throw new DataException(place, "cannot be read (" + e + ")", "check the permissions and the disk");
        }
    }

    private ImageDataset read(String name) throws IOException {
        List<String> classNames = new ArrayList<>();
        int number = number();
        while (!isZeroAhead()) {
            if (classNames.size() == PackedDataset.MAX_CLASSES) {
                throw new IllegalArgumentException("more than " + PackedDataset.MAX_CLASSES + " classes");
            }
            classNames.add(className(number));
            number = number();
        }
        ImageSplit train = split(number);
        ImageSplit validation = split(number());
        ImageSplit test = split(number());
        if (left != 0) {
            throw new IllegalArgumentException(left + " bytes are left over");
        }
        return ImageDataset.of(name, classNames, train, validation, test);
    }

    /** Rows are at most 1024, so their first byte is zero, and no class name begins with one: the names end here. */
    private boolean isZeroAhead() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        if (next < 0) {
            throw new EOFException();
        }
        return next == 0;
    }

    private String className(int length) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(length, 1, PackedDataset.MAX_NAME_BYTES, "a class name")))
                .toString();
    }

    private ImageSplit split(int size) throws IOException {
        ImageShape shape = new ImageShape(number(), number(), number());
        ByteBuffer numbers = ByteBuffer.wrap(bytes(size * (long) Integer.BYTES, 0, MAX_ARRAY, "the labels"));
        int[] labels = new int[size];
        numbers.asIntBuffer().get(labels);
        return new ImageSplit(shape, bytes(size * (long) shape.values(), 0, MAX_ARRAY, "the images"), labels);
    }

    private int number() throws IOException {
        left -= Integer.BYTES;
        return in.readInt();
    }

    private byte[] bytes(long count, long least, long most, String what) throws IOException {
        if (count < least || count > most) {
            throw new IllegalArgumentException(what + " would have " + count + " bytes");
        }
        if (count > left) {
            throw new EOFException();
        }
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        left -= count;
        return bytes;
    }

    private static DataException corrupt(String place, String problem) {
        return new DataException(place, problem, "push the data set again");
    }
}
