package io.barograph.bar.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader found.
 *
 * @param validation null when the data has none of its own
 * @param test null when the data has none of its own
 */
record LoadedImages(
        List<String> classNames, ImageSplit train, @Nullable ImageSplit validation, @Nullable ImageSplit test) {}
