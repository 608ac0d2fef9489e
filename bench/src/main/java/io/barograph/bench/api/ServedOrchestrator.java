package io.barograph.bench.api;

import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.ServerConfig.External;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An orchestrator with HTTP and a worker in a process of its own; it ends when its standard input does. */
final class ServedOrchestrator implements AutoCloseable {
    private static final int END_WORK = 'w';
    private static final int END_TRIAL = 't';

    private final Process process;
    private final int port;

    private ServedOrchestrator(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Arguments: JDBC URL, user, password, and the port or 0. */
    public static void main(String[] args) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        ServerConfig config = new ServerConfig(
                new External(PostgresConfig.of(args[0], args[1], args[2])),
                SchedulerConfig.of("bench-" + ProcessHandle.current().pid()),
                null,
                HttpConfig.guarded("127.0.0.1", Integer.parseInt(args[3]), null).within(null));
        BarographServer server = BigSweep.on(BarographServer.start(vertx, config, new SimpleMeterRegistry()));
        EpochSource source = new EpochSource();
        String deployed = BigSweep.on(vertx.deployVerticle(source));
        System.out.println("port " + server.httpPort());
        for (int asked = System.in.read(); asked >= 0; asked = System.in.read()) {
            if (asked == END_WORK) {
                BigSweep.on(vertx.undeploy(deployed));
            } else {
                source.endTrial();
            }
        }
        BigSweep.on(server.stop());
        System.exit(0);
    }

    static ServedOrchestrator start(PostgresConfig postgres, int port) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-XX:+UseParallelGC",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServedOrchestrator.class.getName(),
                        postgres.jdbcUrl(),
                        postgres.user(),
                        postgres.password(),
                        String.valueOf(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return new ServedOrchestrator(process, Integer.parseInt(line.substring(5)));
            }
        }
        throw new IllegalStateException("the orchestrator ended before it was ready");
    }

    int port() {
        return port;
    }

    /** No event comes any more. */
    void endWork() {
        ask(END_WORK);
    }

    /** The trial that reports epochs completes, and the next one begins. */
    void endTrial() {
        ask(END_TRIAL);
    }

    private void ask(int what) {
        try {
            process.getOutputStream().write(what);
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
