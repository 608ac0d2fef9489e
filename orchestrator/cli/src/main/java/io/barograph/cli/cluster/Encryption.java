package io.barograph.cli.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What members tell each other of their event bus, so that logs can say why nothing gets through. It proves nothing: TLS does. */
final class Encryption {
    private static final String AUTHORITIES = "barograph.tls.authorities";

    private Encryption() {}

    static void announce(Config hazelcast, @Nullable TlsIdentity own) {
        if (own != null) {
            hazelcast.getMemberAttributeConfig().setAttribute(AUTHORITIES, String.join(",", own.authorityNames()));
        }
    }

    /** Why these two cannot talk, as the second part of a sentence about the other; null if nothing is known. */
    static @Nullable String obstacle(Member own, Member other) {
        String ours = own.getAttribute(AUTHORITIES);
        String theirs = other.getAttribute(AUTHORITIES);
        if (ours == null) {
            return theirs == null
                    ? null
                    : "encrypts its event bus and this member does not (--tls-cert, --tls-key, --tls-ca)";
        }
        if (theirs == null) {
            return "does not encrypt its event bus and this member does (--tls-cert)";
        }
        boolean apart = Collections.disjoint(Set.of(ours.split(",")), Set.of(theirs.split(",")));
        return apart ? "trusts none of the authorities that this member trusts (--tls-ca)" : null;
    }
}
