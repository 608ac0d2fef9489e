package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.barograph.cli.TestingPorts;
import io.barograph.cli.cluster.ClusterConfig.Role;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An orchestrator and a worker, and a cluster that forgets what they said or remembers who is gone. */
class LastingClusterManagerTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final DeliveryOptions SOON = new DeliveryOptions().setSendTimeout(1000);

    private final List<Vertx> joined = new ArrayList<>();
    private MemberAddress address;
    private LastingClusterManager manager;
    private Vertx orchestrator;
    private Vertx worker;

    @BeforeEach
    void join() throws Exception {
        address = new MemberAddress("127.0.0.1", TestingPorts.free());
        ClusterConfig first = config(Role.ORCHESTRATOR, address, List.of());
        manager = new LastingClusterManager(HazelcastSettings.of(first));
        orchestrator = join(manager);
        worker = worker();
        orchestrator.eventBus().consumer("ask", message -> message.reply("offer"));
        worker.eventBus().consumer("stop", message -> message.reply("stopped"));
        awaitAnswer(worker, "ask", "offer");
        awaitAnswer(orchestrator, "stop", "stopped");
    }

    @AfterEach
    void leave() throws Exception {
        for (Vertx vertx : joined) {
            vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void membersSayAnewWhereTheyListenWhenTheClusterHasForgottenIt() throws Exception {
        hazelcast().getMap("__vertx.nodeInfo").clear();
        hazelcast().getMultiMap("__vertx.subs").clear();
        Vertx late = worker(); // the others have connections, and need nobody to tell them where to
        awaitAnswer(late, "ask", "offer");
        awaitAnswer(late, "stop", "stopped");
    }

    @Test
    void nothingIsSentToThoseWhoAreNoMembers() throws Exception {
        for (int i = 0; i < 3; i++) {
            RegistrationInfo gone = new RegistrationInfo("died-while-the-cluster-was-split", i, false);
            hazelcast().getMultiMap("__vertx.subs").put("ask", new HazelcastRegistrationInfo(gone));
        }
        awaitAnswer(worker, "ask", "offer");
        for (int i = 0; i < 8; i++) {
            assertThat(answer(worker, "ask")).isEqualTo("offer");
        }
    }

    /** What others do is still told to a member while it goes. */
    @Test
    void aMemberThatGoesHasNothingToSayOfOthersWhoGo() {
        Set<Member> members = Set.copyOf(hazelcast().getCluster().getMembers());
        Member guest = members.stream().filter(Member::isLiteMember).findAny().orElseThrow();
        MembershipEvent event =
                new MembershipEvent(hazelcast().getCluster(), guest, MembershipEvent.MEMBER_REMOVED, members);
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        try {
            hazelcast().getLifecycleService().terminate();
            manager.memberRemoved(event);
            manager.stateChanged(new LifecycleEvent(LifecycleState.SHUTDOWN));
        } finally {
            root.detachAppender(logged);
        }
        assertThat(manager.isActive()).isTrue();
        assertThat(logged.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.ERROR))
                .isEmpty();
    }

    private HazelcastInstance hazelcast() {
        return manager.getHazelcastInstance();
    }

    private static ClusterConfig config(Role role, MemberAddress listen, List<MemberAddress> others) {
        return new ClusterConfig("test-" + ProcessHandle.current().pid(), role, listen, 0, others, false);
    }

    private Vertx worker() throws Exception {
        return join(new LastingClusterManager(
                HazelcastSettings.of(config(Role.GUEST, ClusterConfig.DEFAULT_GUEST, List.of(address)))));
    }

    private Vertx join(LastingClusterManager clusterManager) throws Exception {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventBusOptions(
                                new EventBusOptions().setHost("127.0.0.1").setClusterPublicHost("127.0.0.1")))
                .withClusterManager(clusterManager)
                .buildClustered()
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        joined.add(vertx);
        return vertx;
    }

    /** Asks again and again, as workers do. */
    private static void awaitAnswer(Vertx from, String address, String expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String answer = answer(from, address);
        while (!answer.equals(expected) && System.nanoTime() < end) {
            Thread.sleep(100);
            answer = answer(from, address);
        }
        assertThat(answer).isEqualTo(expected);
    }

    private static String answer(Vertx from, String address) throws Exception {
        return from.eventBus()
                .<String>request(address, "", SOON)
                .map(reply -> reply.body())
                .otherwise(Throwable::toString)
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
