package io.barograph.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.server.TestingJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root in its two ways, and an ordinary user; needs root to play all of them. */
class UnprivilegedIT {
    private static final Unprivileged NOBODY = Unprivileged.as("nobody");

    @TempDir
    Path temporary;

    @BeforeEach
    void onlyRootCanBecomeSomebodyElse() throws Exception {
        assumeTrue(Run.run(List.of("id", "-u")).output().trim().equals("0"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void rootCanHandTheFolderToAnotherUser() throws Exception {
        startsAndStops(NOBODY);
    }

    @Test
    void rootCanHandAFolderToAnotherUserWhoMayNotEnterTheFoldersAboveIt() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        startsAndStops(Unprivileged.enteringAnyFolder("nobody"));
    }

    private void startsAndStops(Unprivileged way) throws Exception {
        Path binaries = PostgresBinaries.unpack(temporary.resolve("binaries"));
        Path folder = Files.createDirectory(temporary.resolve("postgres"));
        DataFolder data = new DataFolder(folder.toRealPath(), binaries, way);
        Postmaster postmaster = new Postmaster(data.data());
        data.initialize();
        assertThat(Files.getOwner(data.data())).hasToString("nobody");

        EmbeddedPostgres postgres = EmbeddedPostgres.launch(
                new EmbeddedPostgresConfig(folder, binaries, Duration.ofMinutes(1), Duration.ofSeconds(20)),
                FolderLock.take(folder.toRealPath()),
                data,
                postmaster);
        postgres.close();
        assertThat(postgres.exited().get()).isZero();
    }

    @Test
    void anOrdinaryUserStartsItDirectly() throws Exception {
        Path classes = Files.createDirectory(temporary.resolve("classes"));
        String classPath = TestingJvm.copyClassPath(classes);
        Path home = Files.createDirectory(temporary.resolve("home"));
        NOBODY.own(home);
        try (TestingJvm child = TestingJvm.run(
                NOBODY.prefix(),
                classPath,
                CommittingMain.class,
                home.resolve("postgres"),
                home.resolve("binaries"),
                1)) {
            child.expectLine("starting");
            child.expectLine("ready");
            child.expectLine("1");
            child.kill();
        }
        // The killed child's server is still there; the same user's next process finds and stops it.
        try (TestingJvm child = TestingJvm.run(
                NOBODY.prefix(),
                classPath,
                CommittingMain.class,
                home.resolve("postgres"),
                home.resolve("binaries"),
                1_000_000)) {
            child.expectLine("starting");
            child.expectLine("ready");
            child.kill();
        } finally {
            new Postmaster(home.toRealPath().resolve("postgres/data")).stop(Duration.ofSeconds(20));
        }
    }
}
