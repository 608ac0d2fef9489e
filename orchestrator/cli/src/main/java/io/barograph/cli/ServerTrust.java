package io.barograph.cli;

import io.barograph.cli.folder.FolderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
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
