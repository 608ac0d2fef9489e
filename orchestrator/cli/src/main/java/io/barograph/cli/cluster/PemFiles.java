package io.barograph.cli.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from files in PEM that options name, and collects what is wrong with them. */
final class PemFiles {
    private static final long LARGEST_BYTES = 1 << 20;

    private final List<String> problems = new ArrayList<>();

    /** All that was found so far. */
    List<String> problems() {
        return problems;
    }

    /** The certificates in a file, the owner's first; none if there is a problem. */
    List<X509Certificate> certificates(String option, Path file) {
        String text = text(option, file);
        if (text == null) {
            return List.of();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : PemBlock.in(text)) {
            if (block.type().equals("CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content())));
                } catch (CertificateException | IllegalArgumentException e) {
                    problem(option, file, "certificate " + (certificates.size() + 1) + " in it cannot be read");
                    return List.of();
                }
            }
        }
        if (certificates.isEmpty()) {
            problem(option, file, "holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    /** The key in a file, of the first certificate of a chain; null if there is a problem, or no chain. */
    @Nullable
    PrivateKey key(String option, Path file, List<X509Certificate> chain, Path certificate) {
        String text = text(option, file);
        if (text == null) {
            return null;
        }
        List<PemBlock> keys = PemBlock.in(text).stream()
                .filter(block -> block.type().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            problem(option, file, "holds " + (keys.isEmpty() ? "no private key" : "several private keys") + " in PEM");
            return null;
        }
        if (keys.get(0).isEncrypted()) {
            problem(option, file, "is encrypted; give a key without a passphrase");
            return null;
        }
        if (chain.isEmpty()) {
            return null;
        }
        try {
            PrivateKey key = PrivateKeys.read(keys.get(0), chain.get(0).getPublicKey());
            if (PrivateKeys.belong(key, chain.get(0).getPublicKey())) {
                return key;
            }
            problem(option, file, "is not the key of the certificate in " + certificate);
        } catch (GeneralSecurityException | RuntimeException e) {
            problem(option, file, "is no RSA or EC key, or not the key of the certificate in " + certificate);
        }
        return null;
    }

    /** Why a certificate is not valid at a time, or nothing. */
    static Optional<String> outOfTime(X509Certificate certificate, Date now) {
        if (now.after(certificate.getNotAfter())) {
            return Optional.of(name(certificate) + " expired on "
                    + certificate.getNotAfter().toInstant());
        }
        return now.before(certificate.getNotBefore())
                ? Optional.of(name(certificate) + " is not valid before "
                        + certificate.getNotBefore().toInstant() + "; is the clock right?")
                : Optional.empty();
    }

    private @Nullable String text(String option, Path file) {
        if (!Files.exists(file)) {
            problem(option, file, "does not exist");
        } else if (!Files.isRegularFile(file)) {
            problem(option, file, "is no file");
        } else if (!Files.isReadable(file)) {
            problem(option, file, "cannot be read by this user");
        } else {
            try {
                if (Files.size(file) <= LARGEST_BYTES) {
                    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                }
                problem(option, file, "is larger than 1 MiB, which no PEM file of certificates is");
            } catch (IOException e) {
                problem(option, file, "cannot be read: " + e.getMessage());
            }
        }
        return null;
    }

    void problem(String option, Path file, String what) {
        problems.add(option + " " + file + ": " + what);
    }

    static String name(X509Certificate certificate) {
        return "the certificate of " + certificate.getSubjectX500Principal();
    }
}
