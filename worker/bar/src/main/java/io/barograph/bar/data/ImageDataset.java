package io.barograph.bar.data;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Labelled images in three splits, held in memory.
 *
 * @param name the name it was asked by
 * @param contentHash SHA-256 (64 hexadecimal digits) of the shape, the class names and the images and labels of all
 *     splits: the same whatever file format they came from, another for another split; also of the data set as a
 *     {@link PackedDataset}
 * @param shape size of every image
 * @param classNames one name per label, in the order of the labels
 * @param train images to learn from
 * @param validation images to choose by
 * @param test images to report on, once
 * @param normalization mean and deviation of the training images
 */
public record ImageDataset(
        String name,
        String contentHash,
        ImageShape shape,
        List<String> classNames,
        ImageSplit train,
        ImageSplit validation,
        ImageSplit test,
        Normalization normalization) {

    public ImageDataset {
        classNames = List.copyOf(classNames);
        for (ImageSplit split : List.of(train, validation, test)) {
            if (!split.shape().equals(shape)) {
                throw new IllegalArgumentException(
                        "All images of " + name + " must be " + shape + ", not " + split.shape());
            }
            for (int label : split.labels()) {
                if (label < 0 || label >= classNames.size()) {
                    throw new IllegalArgumentException(
                            "Label " + label + " of " + name + " is outside 0.." + (classNames.size() - 1));
                }
            }
        }
        if (train.size() == 0) {
            throw new IllegalArgumentException(name + " has no training images");
        }
    }

    /** Puts three splits together and computes their content hash and normalization. */
    public static ImageDataset of(
            String name, List<String> classNames, ImageSplit train, ImageSplit validation, ImageSplit test) {
        return new ImageDataset(
                name,
                hash(classNames, List.of(train, validation, test)),
                train.shape(),
                classNames,
                train,
                validation,
                test,
                Normalization.of(train));
    }

    /** Returns the rows of an image. */
    public int height() {
        return shape.height();
    }

    /** Returns the columns of an image. */
    public int width() {
        return shape.width();
    }

    /** Returns the values per pixel. */
    public int channels() {
        return shape.channels();
    }

    /** Returns the number of classes. */
    public int classes() {
        return classNames.size();
    }

    private static String hash(List<String> classNames, List<ImageSplit> splits) {
        MessageDigest digest = Sha256.digest();
        PackedDataset.parts(classNames, splits).forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }
}
