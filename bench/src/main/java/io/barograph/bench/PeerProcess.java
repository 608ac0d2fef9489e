package io.barograph.bench;

import java.io.IOException;
import java.util.List;

/** Starts a peer's script. It keeps our number of threads, but waits between its parallel loops as it does by default. */
final class PeerProcess {
    private PeerProcess() {}

    static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("GOMP_SPINCOUNT");
        return builder.start();
    }
}
