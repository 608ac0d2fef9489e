package io.barograph.bar.data;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A published file of a dataset.
 *
 * @param name its name in the dataset's folder
 * @param bytes its length
 * @param sha256 its SHA-256, hexadecimal
 * @param contentSha256 the SHA-256 of what it unpacks to, for copies that were packed otherwise; the same as sha256 when
 *     it is not packed
 * @param address where it is published; null when it must be put there by hand
 */
record KnownFile(String name, long bytes, String sha256, String contentSha256, @Nullable URI address) {}
