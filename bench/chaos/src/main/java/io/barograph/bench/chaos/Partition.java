package io.barograph.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The network in two parts: one orchestrator on one side, two on the other, workers on both. */
final class Partition {
    static final String NAME = "network";

    private final Cluster cluster;

    Partition(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Cuts the network.
     *
     * @param leaderAlone whether the leader is on the side of one
     * @param choice decides the rest: which workers are with whom, and which side reaches the database, or both
     * @return who is where
     */
    String cut(boolean leaderAlone, int choice) {
        Member leader = cluster.leader();
        List<Host> standing = new ArrayList<>();
        for (Member member : cluster.orchestrators) {
            if (!member.equals(leader)) {
                standing.add(member.host());
            }
        }
        List<Host> one = new ArrayList<>();
        List<Host> many = new ArrayList<>(Host.ORCHESTRATORS);
        one.add(leaderAlone && leader != null ? leader.host() : standing.get(choice % standing.size()));
        many.removeAll(one);
        for (int i = 0; i < Host.WORKERS.size(); i++) {
            ((choice >> i & 1) == 0 ? one : many).add(Host.WORKERS.get(i));
        }
        int database = (choice >> 8) % 3;
        if (database == 1) {
            one.add(Host.BENCH);
        } else if (database == 2) {
            many.add(Host.BENCH);
        }
        cluster.network.cut(one, many);
        return "… " + names(one) + " | " + names(many) + (database == 0 ? ", both reach the database" : "");
    }

    void heal() {
        cluster.network.heal();
    }

    private static String names(List<Host> side) {
        return side.stream().map(Host::name).collect(Collectors.joining(" "));
    }
}
