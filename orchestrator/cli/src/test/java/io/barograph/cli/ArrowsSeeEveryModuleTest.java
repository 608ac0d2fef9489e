package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows hold for nothing if the classes they speak of are not on the class path. */
class ArrowsSeeEveryModuleTest {
    @Test
    void everyModuleIsLookedAt() {
        Set<String> modules = new ClassFileImporter()
                .importPackages("io.barograph").stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> name.split("\\.", 4)[2])
                        .collect(Collectors.toSet());
        assertThat(modules).contains("api", "artifacts", "bar", "cli", "metrics", "node", "server");
    }
}
