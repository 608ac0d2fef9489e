package io.barograph.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the files of a {@link TlsFiles} and collects what is wrong with them. */
final class TlsReader {
    private static final String CERTIFICATE = "--tls-cert";
    private static final String KEY = "--tls-key";
    private static final String AUTHORITIES = "--tls-ca";
    private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_USAGE = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final TlsFiles files;
    private final Date now;
    private final PemFiles pem = new PemFiles();

    TlsReader(TlsFiles files, Instant now) {
        this.files = files;
        this.now = Date.from(now);
    }

    /** @throws TlsException with every problem */
    TlsIdentity read() {
        List<X509Certificate> chain = pem.certificates(CERTIFICATE, files.certificate());
        chain.forEach(certificate -> dates(CERTIFICATE, files.certificate(), certificate));
        if (Files.isRegularFile(files.key()) && Files.isReadable(files.key())) {
            secret(files.key());
        }
        PrivateKey key = pem.key(KEY, files.key(), chain, files.certificate());
        List<X509Certificate> authorities = pem.certificates(AUTHORITIES, files.authorities());
        if (authorities.stream().noneMatch(this::isValid)) {
            authorities.forEach(authority -> dates(AUTHORITIES, files.authorities(), authority));
        }
        if (!chain.isEmpty()) {
            usages(chain.get(0));
            if (!authorities.isEmpty()) {
                signed(chain, authorities);
            }
        }
        if (key == null || !pem.problems().isEmpty()) {
            throw new TlsException(pem.problems());
        }
        return new TlsIdentity(chain, key, authorities);
    }

    /** As ssh does, but for the group, which is how Kubernetes gives a secret to a process that is not root. */
    private void secret(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                pem.problem(KEY, file, "everybody on this machine can read or write it; chmod o= " + file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            pem.problem(KEY, file, "it cannot be found out who can read it");
        }
    }

    private void dates(String option, Path file, X509Certificate certificate) {
        PemFiles.outOfTime(certificate, now).ifPresent(why -> pem.problem(option, file, why));
    }

    private boolean isValid(X509Certificate certificate) {
        return PemFiles.outOfTime(certificate, now).isEmpty();
    }

    private void usages(X509Certificate own) {
        try {
            List<String> usages = own.getExtendedKeyUsage();
            boolean both = usages == null
                    || usages.contains(ANY_USAGE)
                    || usages.containsAll(List.of(SERVER_USAGE, CLIENT_USAGE));
            if (!both) {
                pem.problem(
                        CERTIFICATE,
                        files.certificate(),
                        PemFiles.name(own) + " must be for serverAuth and clientAuth, because a member is both");
            }
        } catch (CertificateException e) {
            pem.problem(CERTIFICATE, files.certificate(), "what " + PemFiles.name(own) + " is for cannot be read");
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
            pem.problem(
                    CERTIFICATE,
                    files.certificate(),
                    PemFiles.name(own) + " is not signed by an authority in " + files.authorities() + reason);
        }
    }
}
