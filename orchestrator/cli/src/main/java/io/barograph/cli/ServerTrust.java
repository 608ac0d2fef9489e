package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collection;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates of servers are believed.
 *
 * @param context null for those that Java knows
 */
record ServerTrust(@Nullable SSLContext context) {
    /** @throws IllegalArgumentException with the reason, if the file has no certificates */
    static ServerTrust read(@Nullable Path authorities) {
        if (authorities == null) {
            return new ServerTrust(null);
        }
        try (InputStream in = Files.newInputStream(authorities)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("--server-ca " + authorities + " holds no certificate");
            }
            return new ServerTrust(trusting(found));
        } catch (IOException e) {
            throw new IllegalArgumentException("--server-ca " + authorities + ": " + FolderException.reason(e), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "--server-ca " + authorities + " holds no certificates as PEM: " + e.getMessage(), e);
        }
    }

    /** What ended a handshake, in words, with what can be done. */
    static String explained(ServerAddress address, SSLException failure) {
        String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (has(failure, CertificateExpiredException.class)) {
            return "the certificate of " + address + " has expired (" + reason + "): it must be renewed";
        }
        if (has(failure, CertificateNotYetValidException.class)) {
            return "the certificate of " + address + " is not valid yet (" + reason
                    + "): look at the clock of this machine, or wait";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return "no authority that is believed has signed the certificate of " + address + " (" + reason
                    + "): give the certificate of the one that has in --server-ca";
        }
        if (has(failure, CertificateException.class)) {
            return "the certificate of " + address + " is not for this name (" + reason
                    + "): give --server with a name that the certificate has";
        }
        if (isPlain(failure)) {
            return address + " does not encrypt (" + reason + "): give --server http://"
                    + address.base().getRawAuthority() + " if it is on this machine";
        }
        return "no encrypted connection to " + address + " can be made: " + reason;
    }

    /** Whether the server itself is why, who is not believed or does not encrypt, so that to ask again is of no use. */
    static boolean isRefusal(IOException failure) {
        return failure instanceof SSLException tls
                && (has(tls, CertificateException.class)
                        || has(tls, CertPathBuilderException.class)
                        || has(tls, CertPathValidatorException.class)
                        || isPlain(tls));
    }

    private static boolean isPlain(SSLException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("unrecognized ssl message");
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static SSLContext trusting(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate authority : authorities) {
            store.setCertificateEntry("ca-" + store.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
