package io.barograph.cli.cluster;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Private keys in the three forms in which tools write them. */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC");
    private static final byte[] PROBE = {1, 2, 3};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    /**
     * Reads a key.
     *
     * @param certified the public key of the certificate, whose kind the older forms of a key do not name
     * @throws GeneralSecurityException if it is no RSA or EC key, or of an older form and another kind than the certificate's
     */
    static PrivateKey read(PemBlock block, PublicKey certified) throws GeneralSecurityException {
        byte[] content = block.content();
        byte[] pkcs8 = block.type().equals("PRIVATE KEY") ? content : wrap(content, certified);
        GeneralSecurityException last = new GeneralSecurityException("is no key");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Whether what the one signs the other verifies. */
    static boolean belong(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("SHA256with" + (isRsa(key) ? "RSA" : "ECDSA"));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isRsa(PrivateKey key) {
        return key.getAlgorithm().equals("RSA");
    }

    /** PKCS #8 around PKCS #1 or SEC 1, with the algorithm as the certificate has it (RFC 5958, RFC 5280). */
    private static byte[] wrap(byte[] key, PublicKey certified) throws GeneralSecurityException {
        byte[] algorithm = firstElement(certified.getEncoded());
        byte[] octets = element(OCTETS, key);
        return element(SEQUENCE, join(VERSION_0, algorithm, octets));
    }

    private static byte[] firstElement(byte[] sequence) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(sequence);
        length(in);
        int start = in.position();
        int length = length(in);
        byte[] element = new byte[in.position() - start + length];
        in.position(start).get(element);
        return element;
    }

    private static int length(ByteBuffer in) throws GeneralSecurityException {
        if (in.get() != SEQUENCE) {
            throw new GeneralSecurityException("is no key");
        }
        int length = in.get() & 0xff;
        if (length < 0x80) {
            return length;
        }
        int value = 0;
        for (int i = 0; i < (length & 0x7f); i++) {
            value = value << 8 | in.get() & 0xff;
        }
        return value;
    }

    private static byte[] element(int tag, byte[] content) {
        byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        byte[] small = {(byte) tag, (byte) content.length};
        byte[] middle = {(byte) tag, (byte) 0x81, (byte) content.length};
        return join(content.length < 0x80 ? small : content.length < 0x100 ? middle : head, content);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
