package io.barograph.cli.cluster;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** The certificate of an HTTP server and its key, looked at before they serve. */
public final class ServerCertificate {
    private ServerCertificate() {}

    /**
     * What makes the files of no use, or nothing.
     *
     * @param option beginning of the names of the two options, as {@code --http}
     */
    public static List<String> problems(String option, Path certificate, Path key) {
        PemFiles pem = new PemFiles();
        List<X509Certificate> chain = pem.certificates(option + "-cert", certificate);
        pem.key(option + "-key", key, chain, certificate);
        return pem.problems();
    }

    /** What clients will not like about a certificate that can be used, or nothing. */
    public static Optional<String> warning(Path certificate) {
        return new PemFiles()
                .certificates("", certificate).stream()
                        .findFirst()
                        .flatMap(own -> PemFiles.outOfTime(own, new Date()))
                        .map(why -> certificate + ": " + why + "; clients refuse it");
    }
}
