package io.barograph.cli.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.kubernetes.HazelcastKubernetesDiscoveryStrategyFactory;
import com.hazelcast.logging.ILogger;
import com.hazelcast.logging.Slf4jFactory;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pods behind a service, ready or not, as the API server of Kubernetes names them to whoever may list the endpoint slices
 * (or get the endpoints) of the namespace.
 */
public final class KubernetesService implements JoinTarget {
    static final String SCHEME = "kubernetes:";
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesService.class);
    private static final int DEFAULT_PORT = 5701;
    private static final String NAME = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile(SCHEME + "(?<namespace>" + NAME + ")/(?<service>" + NAME + ")(?::(?<port>\\d{1,5}))?");
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    static {
        // Hazelcast's client for the API server writes elsewhere otherwise.
        System.setProperty("hazelcast.logging.type", "slf4j");
    }

    private final String namespace;
    private final String service;
    private final int port;

    @SuppressWarnings("rawtypes") // as Hazelcast has it
    private final Map<String, Comparable> properties;

    private @Nullable DiscoveryStrategy endpoints;
    private String complaint = "";

    /** @param server of the API and how to speak with it, under Hazelcast's keys; empty for that of the pod */
    KubernetesService(String namespace, String service, int port, Map<String, String> server) {
        this.namespace = namespace;
        this.service = service;
        this.port = port;
        properties = new HashMap<>(server);
        properties.put("namespace", namespace);
        properties.put("service-name", service);
        properties.put("service-port", port);
        properties.put("expose-externally", false);
        properties.put("kubernetes-api-retries", 1);
    }

    /** @throws IllegalArgumentException if it is no service, or if this process is in no pod that may ask for it */
    static KubernetesService parse(String text) {
        KubernetesService service = parse(text, Map.of());
        if (!Files.isReadable(ACCOUNT.resolve("token"))) {
            throw new IllegalArgumentException(text + " needs a pod with a service account: there is no "
                    + ACCOUNT.resolve("token") + "; elsewhere name an orchestrator as HOST:PORT");
        }
        return service;
    }

    static KubernetesService parse(String text, Map<String, String> server) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a service is written " + SCHEME + "NAMESPACE/SERVICE or " + SCHEME
                    + "NAMESPACE/SERVICE:PORT, was " + text);
        }
        String port = parts.group("port");
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        MemberAddress checked = new MemberAddress("pod", number);
        return new KubernetesService(parts.group("namespace"), parts.group("service"), checked.port(), server);
    }

    @Override
    public synchronized List<InetSocketAddress> addresses() {
        try {
            DiscoveryStrategy known = endpoints == null ? open() : endpoints;
            endpoints = known;
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (DiscoveryNode pod : known.discoverNodes()) {
                Address address = pod.getPrivateAddress();
                addresses.add(new InetSocketAddress(address.getInetAddress(), address.getPort()));
            }
            complaint = "";
            return addresses;
        } catch (RuntimeException | UnknownHostException e) {
            complain(e);
            return List.of();
        }
    }

    private DiscoveryStrategy open() {
        ILogger logger = new Slf4jFactory().getLogger(KubernetesService.class.getName());
        DiscoveryNode own = new SimpleDiscoveryNode(new Address(InetAddress.getLoopbackAddress(), port));
        return new HazelcastKubernetesDiscoveryStrategyFactory().newDiscoveryStrategy(own, logger, properties);
    }

    /** Once, not every time that somebody looks. */
    private void complain(Exception failure) {
        String reason = failure.toString();
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.warn("The pods of {} are not known", this, failure);
        }
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    /** The way it is written. */
    @Override
    public String toString() {
        return SCHEME + namespace + "/" + service + ":" + port;
    }
}
