package io.barograph.bench.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A network of namespaces on one bridge, inside the network namespace that the bench was started in. Who cannot reach whom is
 * decided by the hardware address that a host knows of another: a wrong one is answered by nobody, as a torn cable is.
 */
final class Network {
    private static final String BRIDGE = "chaos";
    private static final String NOBODY = "02:00:00:00:00:ff";

    private Network() {}

    /** Makes it; whatever becomes of the bench, the kernel takes it away with the namespace. */
    static Network make() {
        Shell.run("ip", "link", "set", "lo", "up");
        Shell.run("ip", "link", "add", BRIDGE, "address", Host.BENCH.mac(), "type", "bridge");
        Shell.run("ip", "address", "add", Host.BENCH.address() + "/24", "dev", BRIDGE);
        Shell.run("ip", "link", "set", BRIDGE, "up");
        Host.namespaces().forEach(Network::add);
        Network network = new Network();
        network.heal();
        return network;
    }

    private static void add(Host host) {
        String name = host.name();
        Shell.run("ip", "netns", "add", name);
        Shell.runWith(
                "link add port-" + name + " type veth peer name eth0 netns " + name + " address " + host.mac() + "\n"
                        + "link set port-" + name + " master " + BRIDGE + " up\n",
                List.of("ip", "-batch", "-"));
        Shell.runWith(
                "link set lo up\naddress add " + host.address() + "/24 dev eth0\nlink set eth0 up\n",
                List.of("ip", "-netns", name, "-batch", "-"));
    }

    /** The words before a command that make it run on a host. */
    static List<String> on(Host host) {
        return List.of("nsenter", "--net=/run/netns/" + host.name());
    }

    /** From now on nothing goes between the two sides. */
    void cut(Collection<Host> one, Collection<Host> other) {
        one.forEach(host -> know(host, other, NOBODY));
        other.forEach(host -> know(host, one, NOBODY));
    }

    /** Everybody reaches everybody. */
    void heal() {
        Host.all().forEach(host -> know(host, Host.all(), ""));
    }

    private static void know(Host host, Collection<Host> others, String mac) {
        boolean bench = host.equals(Host.BENCH);
        StringBuilder entries = new StringBuilder();
        for (Host other : others) {
            if (!other.equals(host)) {
                entries.append("neighbour replace ")
                        .append(other.address())
                        .append(" lladdr ")
                        .append(mac.isEmpty() ? other.mac() : mac)
                        .append(" dev ")
                        .append(bench ? BRIDGE : "eth0")
                        .append(" nud permanent\n");
            }
        }
        List<String> command = new ArrayList<>(List.of("ip"));
        if (!bench) {
            command.addAll(List.of("-netns", host.name()));
        }
        command.addAll(List.of("-batch", "-"));
        Shell.runWith(entries.toString(), command);
    }
}
