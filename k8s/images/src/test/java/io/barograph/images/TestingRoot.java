package io.barograph.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A root folder as a container has it: what the layout of an image and the packages of its list hold, and nothing else.
 * Commands run there as the user of the image, on a root that can only be read, with folders of the test as volumes.
 */
final class TestingRoot {
    /** What a slim Debian has anyway, as far as it is needed. */
    private static final String BASE = "libc6 libgcc-s1 dash";

    private static final String PREPARE =
            """
            set -e
            "$1/k8s/images/layout" "$2" "$3" "$4"
            cd "$3"
            mkdir -p usr/bin usr/sbin usr/lib usr/lib64 proc dev artifacts
            for name in bin sbin lib lib64; do ln -s "usr/$name" "$name"; done
            dpkg -L %s $(cat "$1/k8s/images/packages.$2") | grep ^/ | grep -v ^/usr/share/ |
                while read -r file; do [ -d "$file" ] || echo "${file#/}"; done | tar -c -C / -T - | tar -x
            """
                    .formatted(BASE);
    private static final String ENTER =
            """
            set -e
            root=$1; volumes=$2; shift 2
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mount -t tmpfs tmp "$root/tmp"
            for name in data work cache artifacts; do mount --bind "$volumes/$name" "$root/$name"; done
            mount -o remount,bind,ro "$root"
            exec env -i PATH=/usr/sbin:/usr/bin OMP_NUM_THREADS=1 BAROGRAPH_JAVA_OPTS="$JAVA_OPTIONS" \\
                chroot --userspec=10001:10001 "$root" /opt/barograph/bin/barograph "$@"
            """;
    private static final long PATIENCE_SECONDS = 240;

    private final Path root;
    private final Path volumes;

    private TestingRoot(Path root, Path volumes) {
        this.root = root;
        this.volumes = volumes;
    }

    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/dpkg"));
    }

    /** Lays one out, with the volumes {@code data}, {@code work}, {@code cache} and {@code artifacts} in a folder. */
    static TestingRoot layOut(Path project, String kind, Path root, Path java, Path volumes) throws Exception {
        run(root.resolveSibling(kind + ".txt"), "sh", "-c", PREPARE, "sh", "" + project, kind, "" + root, "" + java);
        return new TestingRoot(root, volumes);
    }

    static void run(Path output, String... command) throws Exception {
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + code + ": " + Files.readString(output));
        }
    }

    Path path(String inside) {
        return root.resolve(inside);
    }

    /** Starts the image's command; what it says goes to {@code output}. It is the child of the process returned, which ends with it. */
    Process start(Path output, String javaOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--fork", "sh", "-c", ENTER, "sh", "" + root, "" + volumes));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_OPTIONS", javaOptions);
        return builder.start();
    }

    /** Waits for words in what a process says. */
    static void await(Process process, Path output, String words) throws Exception {
        for (long i = 0; i < PATIENCE_SECONDS * 10; i++) {
            boolean alive = process.isAlive();
            if (Files.readString(output).contains(words)) {
                return;
            }
            if (!alive) {
                break;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no " + words + " in " + Files.readString(output));
    }

    static int exitCode(Process process, Path output) throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + Files.readString(output));
        }
        return process.exitValue();
    }
}
