package io.barograph.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** An authority that signs certificates (RFC 5280) and lives as long as a test. */
public final class TestingAuthority {
    /** What a certificate can be for. */
    enum Usage {
        SERVER,
        CLIENT
    }

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ECDSA_WITH_SHA256 = HEX.parseHex("300a06082a8648ce3d040302");
    private static final byte[] BASIC_CONSTRAINTS_CA = HEX.parseHex("300f0603551d130101ff040530030101ff");
    private static final byte[] KEY_USAGE_EXTENDED = HEX.parseHex("0603551d25");
    private static final byte[] SUBJECT_ALTERNATIVE_NAMES = HEX.parseHex("0603551d11");
    private static final byte[] PURPOSE_SERVER = HEX.parseHex("06082b06010505070301");
    private static final byte[] PURPOSE_CLIENT = HEX.parseHex("06082b06010505070302");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String name;
    private final KeyPair keys;
    private final byte[] certificate;
    private int issued;

    public TestingAuthority(String name) throws GeneralSecurityException {
        this.name = name;
        keys = ecKeys();
        Instant now = Instant.now();
        certificate = certificate(
                name, keys, now.minus(Duration.ofDays(1000)), now.plus(Duration.ofDays(1)), BASIC_CONSTRAINTS_CA);
    }

    /** Writes the files of a member, valid today, into a folder of its name. */
    public TlsFiles member(Path folder, String member) throws GeneralSecurityException, IOException {
        KeyPair own = ecKeys();
        Instant now = Instant.now();
        return write(folder, member, own, issue(member, own, now.minus(Duration.ofHours(1)), now.plusSeconds(36_000)));
    }

    /** Writes the files of an HTTP server with these names, valid today, into a folder named after the first. */
    public TlsFiles server(Path folder, String... names) throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        return server(folder, now.minus(Duration.ofHours(1)), now.plusSeconds(36_000), names);
    }

    /** As {@link #server(Path, String...)}, valid between these times. */
    public TlsFiles server(Path folder, Instant from, Instant to, String... names)
            throws GeneralSecurityException, IOException {
        KeyPair own = ecKeys();
        List<byte[]> all = new ArrayList<>();
        for (String each : names) {
            boolean address = each.matches("[0-9.]+");
            byte[] bytes =
                    address ? InetAddress.getByName(each).getAddress() : each.getBytes(StandardCharsets.US_ASCII);
            all.add(element(address ? 0x87 : 0x82, bytes));
        }
        byte[] list = element(0x04, element(0x30, all.toArray(byte[][]::new)));
        byte[] extension = element(0x30, SUBJECT_ALTERNATIVE_NAMES, list);
        return write(folder, names[0], own, certificate(names[0], own, from, to, extension));
    }

    byte[] issue(String member, KeyPair own, Instant from, Instant to, Usage... usages)
            throws GeneralSecurityException {
        List<byte[]> purposes = new ArrayList<>();
        for (Usage usage : usages) {
            purposes.add(usage == Usage.SERVER ? PURPOSE_SERVER : PURPOSE_CLIENT);
        }
        byte[] list = element(0x04, element(0x30, purposes.toArray(byte[][]::new)));
        byte[] extension = usages.length == 0 ? new byte[0] : element(0x30, KEY_USAGE_EXTENDED, list);
        return certificate(member, own, from, to, extension);
    }

    /** Files with this certificate and key, and this authority as the only one. */
    TlsFiles write(Path folder, String member, KeyPair own, byte[] certified) throws IOException {
        Path in = Files.createDirectories(folder.resolve(member));
        TlsFiles files = new TlsFiles(in.resolve("tls.crt"), in.resolve("tls.key"), in.resolve("ca.crt"));
        Files.writeString(files.certificate(), text(certified));
        secret(
                files.key(),
                PemBlock.of("PRIVATE KEY", own.getPrivate().getEncoded()).text());
        Files.writeString(files.authorities(), text());
        return files;
    }

    static void secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    /** The authority's own certificate in PEM. */
    String text() {
        return text(certificate);
    }

    static String text(byte[] certificate) {
        return PemBlock.of("CERTIFICATE", certificate).text();
    }

    static KeyPair ecKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private byte[] certificate(String subject, KeyPair own, Instant from, Instant to, byte[] extension)
            throws GeneralSecurityException {
        byte[] extensions = extension.length == 0 ? extension : element(0xa3, element(0x30, extension)); // [3] EXPLICIT
        byte[] signed = element(
                0x30,
                HEX.parseHex("a003020102"), // version 3
                element(0x02, new byte[] {(byte) ++issued}),
                ECDSA_WITH_SHA256,
                new X500Principal("CN=" + name).getEncoded(),
                element(0x30, time(from), time(to)),
                new X500Principal("CN=" + subject).getEncoded(),
                own.getPublic().getEncoded(),
                extensions);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        byte[] bits = element(0x03, new byte[1], signature.sign());
        return element(0x30, signed, ECDSA_WITH_SHA256, bits);
    }

    private static byte[] time(Instant instant) {
        return element(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int tag, byte[]... content) {
        int length = 0;
        for (byte[] part : content) {
            length += part.length;
        }
        ByteBuffer element = ByteBuffer.allocate(length + 4);
        element.put((byte) tag);
        if (length < 0x80) {
            element.put((byte) length);
        } else if (length < 0x100) {
            element.put((byte) 0x81).put((byte) length);
        } else {
            element.put((byte) 0x82).putShort((short) length);
        }
        for (byte[] part : content) {
            element.put(part);
        }
        byte[] bytes = new byte[element.position()];
        element.flip().get(bytes);
        return bytes;
    }
}
