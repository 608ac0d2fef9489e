package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Addresses;
import io.barograph.api.BridgeCall;
import io.barograph.api.BridgeTopic;
import io.barograph.api.Jackson;
import io.barograph.server.TestingSpecs;
import io.barograph.server.access.Role;
import io.barograph.server.access.TestingTokens;
import io.barograph.server.access.Token;
import io.barograph.server.access.TokenAuthenticator;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Who may do what, over HTTP and over the bridge: the one table is here, and docs/reference/roles.md says the same. A new operation
 * or address needs a row in both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    private static final Path PAGE = Path.of("../../docs/reference/roles.md");

    /** The least role; nobody below it may. */
    private static final Map<String, Role> OPERATIONS = table(
            """
            listSweeps    viewer
            submitSweep   submitter
            checkSweep    submitter
            getSweepSchema viewer
            listWorkers   viewer
            getSweep      viewer
            changeSweep   submitter
            deleteSweep   admin
            cancelSweep   submitter
            pauseSweep    submitter
            resumeSweep   submitter
            getFront      viewer
            listTrials    viewer
            getTrial      viewer
            listEpochs    viewer
            listEvents    viewer
            listArtifacts viewer
            getArtifact   viewer
            openBus       viewer
            listTokens    admin
            createToken   admin
            revokeToken   admin
            listAudit     admin
            """);

    /** The same for addresses of the bridge, and for what can be subscribed to. */
    private static final Map<String, Role> ADDRESSES = table(
            """
            barograph.v1.sweep.list      viewer
            barograph.v1.sweep.get       viewer
            barograph.v1.sweep.front     viewer
            barograph.v1.sweep.events    viewer
            barograph.v1.sweep.artifacts viewer
            barograph.v1.sweep.artifact  viewer
            barograph.v1.workers         viewer
            barograph.v1.sweep.submit    submitter
            barograph.v1.sweep.check     submitter
            barograph.v1.sweep.cancel    submitter
            barograph.v1.sweep.pause     submitter
            barograph.v1.sweep.resume    submitter
            barograph.v1.sweep.priority  submitter
            barograph.v1.sweep.delete    admin
            """);

    private final TestingTokens tokens = new TestingTokens();
    private final Map<Role, String> secrets = new TreeMap<>();
    private final Map<String, @Nullable String> strangers = new LinkedHashMap<>();
    private final TestingApi api = TestingApi.guarded(new TokenAuthenticator(tokens, System::nanoTime));
    private final Contract contract = TestingApi.await(Contract.load(api.vertx));

    private static Map<String, Role> table(String rows) {
        Map<String, Role> table = new LinkedHashMap<>();
        rows.lines().map(row -> row.split(" +")).forEach(row -> table.put(row[0], Role.ofLabel(row[1])));
        return table;
    }

    @BeforeAll
    void giveTokens() {
        for (Role role : Role.values()) {
            secrets.put(role, tokens.give(role));
        }
        String revoked = tokens.give(Role.ADMIN);
        tokens.revoke(Objects.requireNonNull(Token.parse(revoked)).id(), "nobody");
        strangers.put("no token", null);
        strangers.put("an unknown token", Token.random().secret());
        strangers.put("a revoked token", revoked);
    }

    @AfterAll
    void close() {
        api.close();
    }

    @Test
    void theTableHasEveryOperationAndEveryAddress() {
        assertThat(contract.openApi().operations().stream().map(Operation::getOperationId))
                .containsExactlyInAnyOrderElementsOf(OPERATIONS.keySet());
        assertThat(Arrays.stream(BridgeAddress.values()).map(BridgeAddress::address))
                .containsExactlyInAnyOrderElementsOf(ADDRESSES.keySet());
    }

    @Test
    void everyOperationIsForTheRolesOfTheTable() {
        OPERATIONS.forEach((id, least) -> {
            Operation operation = contract.openApi().operation(id);
            secrets.forEach((role, secret) -> {
                int status = answer(operation, secret).status();
                if (role.includes(least)) {
                    assertThat(status).as("%s by %s", id, role).isNotIn(401, 403, 429, 500);
                } else {
                    assertThat(status).as("%s by %s", id, role).isEqualTo(403);
                }
            });
            strangers.forEach(
                    (who, secret) -> assertThat(answer(operation, secret).status())
                            .as("%s with %s", id, who)
                            .isEqualTo(401));
        });
    }

    private Answer answer(Operation operation, @Nullable String secret) {
        String path = operation
                .getAbsoluteOpenAPIPath()
                .replace("{name}", "t0000.onnx")
                .replaceAll("\\{\\w+}", "none");
        return api.send(operation.getHttpMethod().name(), path, secret, null);
    }

    @Test
    void everyAddressIsForTheRolesOfTheTableAndAllOthersAreForNobody() throws IllegalAccessException {
        List<String> addresses = new ArrayList<>(List.of("", "barograph.v1", "vertx.eventbus", "__vertx.reply.1"));
        for (Field field : Addresses.class.getFields()) {
            addresses.add((String) field.get(null));
        }
        assertThat(addresses).containsAll(ADDRESSES.keySet()).hasSizeGreaterThan(ADDRESSES.size() + 10);
        TestingBridge shared = TestingBridge.connect(api, secrets.get(Role.VIEWER));
        secrets.forEach((role, secret) -> {
            TestingBridge own = TestingBridge.connect(api, secret);
            for (String address : addresses) {
                Role least = ADDRESSES.get(address);
                boolean may = least != null && role.includes(least);
                String call = frame(address);
                for (JsonObject answer : List.of(own.ask(call), shared.ask(with(call, secret)))) {
                    assertThat(answer.getLong("id")).isEqualTo(7);
                    assertThat("FORBIDDEN".equals(TestingBridge.code(answer)))
                            .as("%s %s %s", role, address, answer)
                            .isEqualTo(!may);
                }
            }
        });
        strangers.forEach((who, secret) -> {
            assertThatThrownBy(() -> TestingBridge.connect(api, secret))
                    .isInstanceOfSatisfying(UpgradeRejectedException.class, e -> assertThat(e.getStatus())
                            .isEqualTo(401));
            for (String address : secret == null ? List.<String>of() : addresses) {
                assertThat(TestingBridge.code(shared.ask(with(frame(address), secret))))
                        .as("%s with %s", address, who)
                        .isEqualTo("UNAUTHENTICATED");
            }
        });
    }

    private static String frame(String address) {
        return BridgeCall.of(7, address, BridgeTest.body(address)).text();
    }

    private static String with(String frame, String token) {
        return new JsonObject(frame).put("token", token).encode();
    }

    @Test
    void everyRoleMaySubscribeAndNobodyElse() {
        TestingBridge shared = TestingBridge.connect(api, secrets.get(Role.VIEWER));
        for (BridgeTopic topic : BridgeTopic.values()) {
            String call = "{\"id\":7,\"subscribe\":\"" + topic.label() + "\",\"sweep\":\"none\"}";
            secrets.forEach((role, secret) -> {
                assertThat(shared.ask(with(call, secret))).isEqualTo(new JsonObject().put("id", 7));
                shared.ask("{\"id\":7,\"unsubscribe\":true}");
            });
            for (String secret : strangers.values()) {
                if (secret != null) {
                    assertThat(TestingBridge.code(shared.ask(with(call, secret))))
                            .isEqualTo("UNAUTHENTICATED");
                }
            }
        }
    }

    @Test
    void withoutATokenNothingIsToldOfWhatIsThere() throws IOException {
        String spec = Jackson.mapper().writeValueAsString(TestingSpecs.sweep("there"));
        assertThat(api.send(api.to("/api/v1/sweeps", secrets.get(Role.SUBMITTER))
                                .header("Idempotency-Key", "there")
                                .POST(BodyPublishers.ofString(spec)))
                        .status())
                .isEqualTo(201);
        List<String> requests = List.of(
                "GET /api/v1/sweeps/there",
                "GET /api/v1/sweeps/none",
                "GET /api/v1/sweeps/No%20Name",
                "GET /api/v1/sweeps/there/trials/t0000",
                "GET /api/v1/sweeps/there/events?limit=many",
                "DELETE /api/v1/sweeps/there",
                "PUT /api/v1/sweeps",
                "POST /api/v1/sweeps",
                "OPTIONS /api/v1/sweeps",
                "GET /api/v1/bus",
                "GET /api/v1/openapi.json",
                "GET /api/v1/nothing",
                "GET /metrics",
                "POST /");
        for (String secret : strangers.values()) {
            Answer first = null;
            for (String request : requests) {
                String[] words = request.split(" ", 2);
                Answer answer = api.send(words[0], words[1], secret, null);
                first = first == null ? answer : first;
                assertThat(answer.status()).as(request).isEqualTo(401);
                assertThat(answer.text()).as(request).isEqualTo(first.text());
                assertThat(answer.headers()).as(request).isEqualTo(first.headers());
            }
        }
        for (String page : List.of("/", "/web/app.js", "/web/index.html")) {
            assertThat(api.send("GET", page, null, null).status()).as(page).isEqualTo(200);
        }
    }

    @Test
    void thePageHasTheSameTable() throws IOException {
        List<String> rows = new ArrayList<>();
        OPERATIONS.forEach((id, least) -> {
            Operation operation = contract.openApi().operation(id);
            rows.add(row("`" + operation.getHttpMethod() + " " + operation.getAbsoluteOpenAPIPath() + "`", least));
        });
        rows.add(row("`GET /api/v1/openapi.json`", Role.VIEWER));
        ADDRESSES.forEach((address, least) -> rows.add(row("`" + address + "`", least)));
        for (BridgeTopic topic : BridgeTopic.values()) {
            rows.add(row("subscribe to `" + topic.label() + "`", Role.VIEWER));
        }
        System.out.println("Who may do what: viewer, submitter, admin");
        rows.forEach(System.out::println);
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `") || line.startsWith("| sub")))
                .containsExactlyElementsOf(rows);
    }

    private static String row(String what, Role least) {
        StringBuilder row = new StringBuilder("| ").append(what).append(" |");
        for (Role role : Role.values()) {
            row.append(role.includes(least) ? " yes |" : " |");
        }
        return row.toString();
    }
}
