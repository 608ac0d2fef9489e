package io.barograph.bar.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens datasets by name. */
public final class Datasets {
    private Datasets() {}

    /**
     * Reads a dataset into memory: from the request's path, else from the first of the usual places that has it, else
     * from where it is published, which takes a network and fills {@code ~/.cache/barograph/datasets}.
     *
     * @throws DataException with every problem of its files, or every place that was looked in
     */
    public static ImageDataset open(DatasetRequest request) {
        return open(request, DataPlaces.usual());
    }

    /** Reads a dataset as {@link #open(DatasetRequest)} does, from other places than the usual ones. */
    public static ImageDataset open(DatasetRequest request, DataPlaces places) {
        return open(request, places, new FileFetcher());
    }

    static ImageDataset open(DatasetRequest request, DataPlaces places, FileFetcher fetcher) {
        DatasetKind kind = request.kind();
        if (kind == DatasetKind.FASHION_MNIST_SAMPLE) {
            return FashionMnistSample.open();
        }
        List<KnownFile> published = KnownFiles.of(kind);
        Path folder = find(request, places).orElseGet(() -> fetch(kind, places, published, fetcher));
        LoadedImages loaded = read(request, new DataFolder(folder, published));
        return divide(request, loaded);
    }

    /**
     * Reads a dataset as {@link #open(DatasetRequest)} does, but never over a network.
     *
     * @return empty if it is not in the request's path or, without one, not in any of the usual places
     * @throws DataException if it is there and cannot be used
     */
    public static Optional<ImageDataset> openLocal(DatasetRequest request, DataPlaces places) {
        boolean bundled = request.kind() == DatasetKind.FASHION_MNIST_SAMPLE;
        boolean there = bundled || lookedIn(request, places).stream().anyMatch(folder -> isThere(request, folder));
        return there ? Optional.of(open(request, places)) : Optional.empty();
    }

    /** Whether a dataset can be fetched from where it is published. */
    public static boolean isPublished(DatasetKind kind) {
        List<KnownFile> published = KnownFiles.of(kind);
        return !published.isEmpty() && published.stream().allMatch(file -> file.address() != null);
    }

    /** The folders that a dataset is looked for in, in this order. */
    public static List<Path> lookedIn(DatasetRequest request, DataPlaces places) {
        Path asked = request.path();
        return asked == null ? places.candidates(request.kind()) : List.of(asked);
    }

    /**
     * Reads a dataset from a {@link PackedDataset}; the request's path is not looked at.
     *
     * @throws DataException if the file is damaged, or holds another dataset than the request's or another split of it
     */
    public static ImageDataset openPacked(DatasetRequest request, Path file) {
        ImageDataset dataset = PackedReader.read(request.kind().id(), file);
        List<String> classNames = KnownFiles.classNames(request.kind());
        if (!classNames.isEmpty() && !dataset.classNames().equals(classNames)) {
            throw new DataException(
                    file.toString(),
                    "is not " + request.kind().id() + " but has other classes",
                    "correct the name or the hash");
        }
        if (!isSplitAsAsked(request, dataset)) {
            throw new DataException(
                    file.toString(),
                    "has " + dataset.validation().size() + " validation and "
                            + dataset.train().size() + " training images, which is no split by "
                            + request.validationFraction(),
                    "correct the validation fraction or the hash");
        }
        return dataset;
    }

    /** Known only where no data has validation images of its own. */
    private static boolean isSplitAsAsked(DatasetRequest request, ImageDataset dataset) {
        return switch (request.kind()) {
            case IMAGE_FOLDER, FASHION_MNIST_SAMPLE -> true;
            case FASHION_MNIST, MNIST, CIFAR_10, CIFAR_10_PNG -> {
                int taken = dataset.validation().size();
                double asked =
                        request.validationFraction() * (taken + dataset.train().size());
                yield Math.abs(taken - asked) <= dataset.classes(); // each class is rounded
            }
        };
    }

    private static Optional<Path> find(DatasetRequest request, DataPlaces places) {
        Path asked = request.path();
        if (asked != null) {
            if (!Files.isDirectory(asked)) {
                throw DataException.missing(
                        asked.toString(),
                        Files.exists(asked) ? "is not a folder" : "is not there",
                        "give the folder that holds the files of "
                                + request.kind().id());
            }
            return Optional.of(asked);
        }
        return places.candidates(request.kind()).stream()
                .filter(folder -> isThere(request.kind(), folder))
                .findFirst();
    }

    private static boolean isThere(DatasetRequest request, Path folder) {
        return request.path() == null ? isThere(request.kind(), folder) : Files.isDirectory(folder);
    }

    private static boolean isThere(DatasetKind kind, Path folder) {
        return switch (kind) {
            case FASHION_MNIST, MNIST -> IdxDataset.isIn(folder);
            case CIFAR_10 -> CifarBinary.isIn(folder);
            case CIFAR_10_PNG -> PngSheets.isIn(folder);
            case IMAGE_FOLDER, FASHION_MNIST_SAMPLE -> false;
        };
    }

    private static LoadedImages read(DatasetRequest request, DataFolder folder) {
        List<String> classNames = KnownFiles.classNames(request.kind());
        return switch (request.kind()) {
            case FASHION_MNIST, MNIST -> IdxDataset.read(folder, classNames);
            case CIFAR_10 -> CifarBinary.read(folder, classNames);
            case CIFAR_10_PNG -> PngSheets.read(folder, classNames);
            case IMAGE_FOLDER -> ImageFolder.read(folder, request.folderShape());
            case FASHION_MNIST_SAMPLE -> throw new IllegalStateException("The sample is not in a folder");
        };
    }

    private static Path fetch(DatasetKind kind, DataPlaces places, List<KnownFile> published, FileFetcher fetcher) {
        String name = "dataset " + kind.id();
        String lookedIn = places.candidates(kind).stream().map(Path::toString).collect(Collectors.joining(", "));
        String files = published.stream().map(KnownFile::name).collect(Collectors.joining(", "));
        if (kind == DatasetKind.IMAGE_FOLDER) {
            throw DataException.missing(
                    name, "has no path", "give dataset.path: the folder with a sub-folder per class");
        }
        if (published.stream().anyMatch(file -> file.address() == null)) {
            throw DataException.missing(
                    name,
                    "is not on this machine; looked in " + lookedIn,
                    "put " + files + " in one of these folders or give dataset.path");
        }
        Path target = places.cache().resolve(kind.id());
        try {
            fetcher.fetch(published, target);
        } catch (DataException e) {
            Problems problems = new Problems();
            problems.addAll(DataException.missing(
                            name,
                            "is not on this machine (looked in " + lookedIn + ") and could not be fetched",
                            "put " + files + " in one of these folders, give dataset.path, or connect to the network")
                    .problems());
            problems.addAll(e.problems());
            problems.throwIfAny();
        }
        return target;
    }

    private static ImageDataset divide(DatasetRequest request, LoadedImages loaded) {
        ImageSplit train = loaded.train();
        ImageSplit test = loaded.test();
        if (test == null) {
            StratifiedSplit split =
                    StratifiedSplit.byFraction(train.labels(), request.testFraction(), request.splitSeed());
            test = train.select(split.takenIndices());
            train = train.select(split.keptIndices());
        }
        ImageSplit validation = loaded.validation();
        if (validation == null) {
            StratifiedSplit split =
                    StratifiedSplit.byFraction(train.labels(), request.validationFraction(), request.splitSeed());
            validation = train.select(split.takenIndices());
            train = train.select(split.keptIndices());
        }
        return ImageDataset.of(request.kind().id(), loaded.classNames(), train, validation, test);
    }
}
