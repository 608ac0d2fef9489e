package io.barograph.server.postgres;

import io.barograph.server.postgres.PostgresException.Problem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Waits until a server accepts a login: started, and recovered from an earlier crash. */
final class Readiness {
    private static final String LOGIN_SECONDS = "10";
    private static final String WRONG_PASSWORD = "28P01";

    private Readiness() {}

    static void await(String url, String user, String password, Process process, Duration timeout) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("loginTimeout", LOGIN_SECONDS);
        login.setProperty("socketTimeout", LOGIN_SECONDS);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(url, login)) {
                if (connection.isValid(10)) {
                    return;
                }
            } catch (SQLException e) {
                // First, since without ours another server may have answered on the port.
                if (!process.isAlive()) {
                    throw new PostgresException(
                            Problem.START_FAILED, "PostgreSQL ended with exit code " + process.exitValue(), e);
                }
                if (WRONG_PASSWORD.equals(e.getSQLState())) {
                    throw new PostgresException(
                            Problem.FOLDER_UNUSABLE, "The password file does not belong to this data folder", e);
                }
                if (System.nanoTime() > deadline) {
                    throw new PostgresException(
                            Problem.START_FAILED, "PostgreSQL did not answer within " + timeout.toSeconds() + " s", e);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresException(Problem.START_FAILED, "Interrupted while PostgreSQL was starting", e);
        }
    }
}
