package io.barograph.cli.cluster;

import java.nio.file.Path;
import java.time.Instant;

/**
 * The files by which a member proves who it is to the event buses of the others, all PEM.
 *
 * @param certificate the certificate of this member, followed by those between it and an authority
 * @param key its private key, RSA or EC, in PKCS #8, PKCS #1 or SEC 1, not encrypted
 * @param authorities certificates of the authorities whose members are talked with
 */
public record TlsFiles(Path certificate, Path key, Path authorities) {
    /**
     * Reads the files and looks whether the others would accept them.
     *
     * @throws TlsException if they cannot be used, with every problem
     */
    public TlsIdentity read(Instant now) {
        return new TlsReader(this, now).read();
    }
}
