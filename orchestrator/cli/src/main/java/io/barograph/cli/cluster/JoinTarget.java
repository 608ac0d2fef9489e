package io.barograph.cli.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/** Where members to join are looked for, again each time: names get other addresses, pods come and go. */
public sealed interface JoinTarget permits MemberAddress, KubernetesService {
    /**
     * Reads {@code HOST:PORT} or {@code kubernetes:NAMESPACE/SERVICE[:PORT]}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static JoinTarget parse(String text) {
        return text.startsWith(KubernetesService.SCHEME) ? KubernetesService.parse(text) : MemberAddress.parse(text);
    }

    /** The addresses of now; none if nothing is known. Blocks, for seconds if whoever is asked does not answer. */
    List<InetSocketAddress> addresses();

    /** Whether the addresses are the same for ever. */
    boolean isFixed();
}
