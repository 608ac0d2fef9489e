package io.barograph.cli.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the files of a {@link TlsFiles} and collects what is wrong with them. */
final class TlsReader {
    private static final String CERTIFICATE = "--tls-cert";
    private static final String KEY = "--tls-key";
    private static final String AUTHORITIES = "--tls-ca";
    private static final long LARGEST_BYTES = 1 << 20;
    private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_USAGE = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final TlsFiles files;
    private final Date now;
    private final List<String> problems = new ArrayList<>();

    TlsReader(TlsFiles files, Instant now) {
        this.files = files;
        this.now = Date.from(now);
    }

    /** @throws TlsException with every problem */
    TlsIdentity read() {
        List<X509Certificate> chain = certificates(CERTIFICATE, files.certificate());
        chain.forEach(certificate -> dates(CERTIFICATE, files.certificate(), certificate));
        PrivateKey key = key(chain);
        List<X509Certificate> authorities = certificates(AUTHORITIES, files.authorities());
        if (authorities.stream().noneMatch(this::isValid)) {
            authorities.forEach(authority -> dates(AUTHORITIES, files.authorities(), authority));
        }
        if (!chain.isEmpty()) {
            usages(chain.get(0));
            if (!authorities.isEmpty()) {
                signed(chain, authorities);
            }
        }
        if (key == null || !problems.isEmpty()) {
            throw new TlsException(problems);
        }
        return new TlsIdentity(chain, key, authorities);
    }

    private List<X509Certificate> certificates(String option, Path file) {
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

    private @Nullable PrivateKey key(List<X509Certificate> chain) {
        Path file = files.key();
        String text = text(KEY, file);
        if (text == null) {
            return null;
        }
        secret(file);
        List<PemBlock> keys = PemBlock.in(text).stream()
                .filter(block -> block.type().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            problem(KEY, file, "holds " + (keys.isEmpty() ? "no private key" : "several private keys") + " in PEM");
            return null;
        }
        if (keys.get(0).isEncrypted()) {
            problem(KEY, file, "is encrypted; give a key without a passphrase");
            return null;
        }
        return chain.isEmpty() ? null : key(file, keys.get(0), chain.get(0));
    }

    private @Nullable PrivateKey key(Path file, PemBlock block, X509Certificate certificate) {
        try {
            PrivateKey key = PrivateKeys.read(block, certificate.getPublicKey());
            if (PrivateKeys.belong(key, certificate.getPublicKey())) {
                return key;
            }
            problem(KEY, file, "is not the key of the certificate in " + files.certificate());
        } catch (GeneralSecurityException | RuntimeException e) {
            problem(KEY, file, "is no RSA or EC key, or not the key of the certificate in " + files.certificate());
        }
        return null;
    }

    /** As ssh does, but for the group, which is how Kubernetes gives a secret to a process that is not root. */
    private void secret(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                problem(KEY, file, "everybody on this machine can read or write it; chmod o= " + file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            problem(KEY, file, "it cannot be found out who can read it");
        }
    }

    private void dates(String option, Path file, X509Certificate certificate) {
        if (now.after(certificate.getNotAfter())) {
            problem(
                    option,
                    file,
                    name(certificate) + " expired on "
                            + certificate.getNotAfter().toInstant());
        } else if (now.before(certificate.getNotBefore())) {
            problem(
                    option,
                    file,
                    name(certificate) + " is not valid before "
                            + certificate.getNotBefore().toInstant() + "; is the clock right?");
        }
    }

    private boolean isValid(X509Certificate certificate) {
        return !now.after(certificate.getNotAfter()) && !now.before(certificate.getNotBefore());
    }

    private void usages(X509Certificate own) {
        try {
            List<String> usages = own.getExtendedKeyUsage();
            boolean both = usages == null
                    || usages.contains(ANY_USAGE)
                    || usages.containsAll(List.of(SERVER_USAGE, CLIENT_USAGE));
            if (!both) {
                problem(
                        CERTIFICATE,
                        files.certificate(),
                        name(own) + " must be for serverAuth and clientAuth, because a member is both");
            }
        } catch (CertificateException e) {
            problem(CERTIFICATE, files.certificate(), "what " + name(own) + " is for cannot be read");
        }
    }

    private void signed(List<X509Certificate> chain, List<X509Certificate> authorities) {
        X509Certificate own = chain.get(0);
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(own);
        try {
            PKIXBuilderParameters path = new PKIXBuilderParameters(
                    authorities.stream()
                            .map(authority -> new TrustAnchor(authority, null))
                            .collect(Collectors.toSet()),
                    target);
            path.setRevocationEnabled(false);
            path.setDate(isValid(own) ? now : own.getNotAfter()); // that it is not valid now is another problem
            path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(path);
        } catch (GeneralSecurityException e) {
            String reason = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            problem(
                    CERTIFICATE,
                    files.certificate(),
                    name(own) + " is not signed by an authority in " + files.authorities() + reason);
        }
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

    private void problem(String option, Path file, String what) {
        problems.add(option + " " + file + ": " + what);
    }

    private static String name(X509Certificate certificate) {
        return "the certificate of " + certificate.getSubjectX500Principal();
    }
}
