package io.barograph.server.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;

/** Runs in a child JVM: commits numbers one by one and prints each after its commit. */
final class CommittingMain {
    private CommittingMain() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgresConfig config = new EmbeddedPostgresConfig(
                Path.of(arguments[0]), Path.of(arguments[1]), Duration.ofMinutes(1), Duration.ofSeconds(20));
        int first = Integer.parseInt(arguments[2]);
        System.out.println("starting");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(config);
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists numbers (number integer primary key)");
            System.out.println("ready");
            try (PreparedStatement insert = connection.prepareStatement("insert into numbers values (?)")) {
                for (int number = first; ; number++) {
                    insert.setInt(1, number);
                    insert.execute();
                    System.out.println(number);
                }
            }
        }
    }
}
