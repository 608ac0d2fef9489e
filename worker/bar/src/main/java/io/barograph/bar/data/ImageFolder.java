package io.barograph.bar.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one sub-folder of PNG or JPEG files per class; or with {@code train}, perhaps {@code validation} and
 * perhaps {@code test}, each holding the same classes. Classes and files are taken in the order of their names.
 */
final class ImageFolder {
    private static final long MAX_IMAGE_BYTES = 1L << 26;
    private static final int MAX_DATA_BYTES = Integer.MAX_VALUE - 8;
    private static final Set<String> SPLITS = Set.of("train", "validation", "test");
    private static final Set<String> NEARLY_SPLITS = Set.of("validation", "val", "valid", "dev", "test", "testing");

    private final Path root;
    private final ImageShape shape;
    private final Problems problems = new Problems();

    private ImageFolder(Path root, ImageShape shape) {
        this.root = root;
        this.shape = shape;
    }

    static LoadedImages read(DataFolder folder, ImageShape shape) {
        return new ImageFolder(folder.path(), shape).read();
    }

    private LoadedImages read() {
        Path train = root.resolve("train");
        boolean isDivided = Files.isDirectory(train);
        if (isDivided) {
            refuseOtherNames();
        }
        List<String> classes = classes(isDivided ? train : root);
        ImageSplit training = split(isDivided ? train : root, classes);
        ImageSplit validation = isDivided ? optional("validation", classes) : null;
        ImageSplit test = isDivided ? optional("test", classes) : null;
        int parts = (validation == null ? 1 : 0) + (test == null ? 1 : 0) + 1;
        if (!problems.any()) {
            int[] counts = training.countsByClass(classes.size());
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] < parts) {
                    problems.add(
                            (isDivided ? train : root).resolve(classes.get(c)).toString(),
                            "has only " + counts[c] + (counts[c] == 1 ? " image" : " images")
                                    + ", too few to divide into " + parts + " splits",
                            "add PNG or JPEG images");
                }
            }
        }
        problems.throwIfAny();
        return new LoadedImages(classes, training, validation, test);
    }

    /** What other programs call a split would be passed over, and its images drawn from the training images instead. */
    private void refuseOtherNames() {
        for (Path beside : DataFolder.list(root)) {
            String name = beside.getFileName().toString();
            if (Files.isDirectory(beside)
                    && !SPLITS.contains(name)
                    && NEARLY_SPLITS.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(
                        beside.toString(),
                        "has no name that is read beside train, which are validation and test",
                        "rename it, or take it away");
            }
        }
    }

    private @Nullable ImageSplit optional(String name, List<String> classes) {
        Path folder = root.resolve(name);
        if (!Files.isDirectory(folder)) {
            return null;
        }
        for (String found : classes(folder)) {
            if (!classes.contains(found)) {
                problems.add(folder.resolve(found).toString(), "is a class that train lacks", "add it there");
            }
        }
        return split(folder, classes);
    }

    private List<String> classes(Path folder) {
        List<String> classes = DataFolder.list(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .toList();
        if (classes.size() < 2 || classes.size() > PackedDataset.MAX_CLASSES) {
            throw new DataException(
                    folder.toString(),
                    "has " + classes.size() + (classes.size() == 1 ? " sub-folder" : " sub-folders"),
                    "give one sub-folder of PNG or JPEG images per class, 2 to " + PackedDataset.MAX_CLASSES);
        }
        return classes;
    }

    private ImageSplit split(Path folder, List<String> classes) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            Path classFolder = folder.resolve(classes.get(c));
            List<Path> images = problems.attempt(() -> images(classFolder)).orElse(List.of());
            for (Path image : images) {
                files.add(image);
                labels.add(c);
            }
        }
        if ((long) files.size() * shape.values() > MAX_DATA_BYTES) {
            throw new DataException(
                    folder.toString(),
                    "has " + files.size() + " images, more than fit in memory as " + shape,
                    "give fewer images");
        }
        byte[] pixels = new byte[files.size() * shape.values()];
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            Optional<ImageDecoder.Pixels> image = problems.attempt(() -> decode(file));
            if (image.isPresent()) {
                ImageScaler.scale(image.get(), shape, pixels, i * shape.values());
            }
        }
        return new ImageSplit(
                shape, pixels, labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<Path> images(Path classFolder) {
        if (!Files.isDirectory(classFolder)) {
            throw DataException.missing(classFolder.toString(), "is not there", "add the images of this class");
        }
        List<Path> images = DataFolder.list(classFolder).stream()
                .filter(path -> {
                    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
                    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
                })
                .toList();
        if (images.isEmpty()) {
            throw new DataException(classFolder.toString(), "has no PNG or JPEG images", "add some or take it away");
        }
        return images;
    }

    private ImageDecoder.Pixels decode(Path file) {
        try {
            if (!file.toRealPath().startsWith(root.toRealPath())) {
                throw new DataException(file.toString(), "is a link that leads out of " + root, "copy the file");
            }
        } catch (NoSuchFileException e) {
            throw new DataException(file.toString(), "is a link to what is not there", "mend it or take it away");
        } catch (IOException e) {
            throw new DataException(file.toString(), "cannot be read (" + e + ")", "check links and permissions");
        }
        return ImageDecoder.decode(DataFile.read(file, MAX_IMAGE_BYTES));
    }
}
