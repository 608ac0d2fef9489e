package io.barograph.cli.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who a member is to the event buses of the others, and whom it talks with: files that were read and found good. */
public final class TlsIdentity {
    private static final String PROTOCOL = "TLSv1.3";
    private static final int FINGERPRINT_BYTES = 8;

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<X509Certificate> authorities;

    TlsIdentity(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.authorities = List.copyOf(authorities);
    }

    /** When the first certificate of the chain to do so expires. */
    public Instant expires() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /**
     * Both ends of every connection show a certificate. Vert.x compares no names on the event bus, and members are known by
     * addresses that change: every certificate of the authorities is a member's.
     */
    void protect(EventBusOptions eventBus) {
        eventBus.setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(pem(chain))
                        .addKeyValue(Buffer.buffer(
                                PemBlock.of("PRIVATE KEY", key.getEncoded()).text())))
                .setTrustOptions(new PemTrustOptions().addCertValue(pem(authorities)))
                .setEnabledSecureTransportProtocols(Set.of(PROTOCOL));
    }

    /** Short names of the authorities, the beginnings of their certificates' SHA-256. */
    SortedSet<String> authorityNames() {
        SortedSet<String> names = new TreeSet<>();
        for (X509Certificate authority : authorities) {
            byte[] hash = sha256(encoded(authority));
            names.add(HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES));
        }
        return names;
    }

    private static Buffer pem(List<X509Certificate> certificates) {
        Buffer text = Buffer.buffer();
        certificates.forEach(certificate -> text.appendString(
                PemBlock.of("CERTIFICATE", encoded(certificate)).text()));
        return text;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what was decoded can be encoded", e);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Nothing secret. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal() + " until " + expires();
    }
}
