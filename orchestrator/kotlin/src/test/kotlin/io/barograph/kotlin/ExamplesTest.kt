package io.barograph.kotlin

import io.barograph.server.TestingWorker
import io.barograph.server.http.TestingApi
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

class ExamplesTest {
    private val examples = Path.of("..", "..", "examples")

    @Test
    fun theProgramsSubmitTheirSweepsAndPrintTheirFronts() {
        TestingApi.open().use { server ->
            TestingApi.await(server.vertx.deployVerticle(TestingWorker("worker", 1)))
            val uri = "http://127.0.0.1:${server.port()}"
            val java = examples.resolve("clients/SubmitSweep.java").toString()
            assertThat(run(java, uri, examples.resolve("quickstart.yaml").toString())).hasSize(5)
            assertThat(run("SubmitSweepKt", uri)).hasSize(3)
        }
        listOf("java", "kt").forEach {
            assertThat(Files.readAllLines(examples.resolve("clients/SubmitSweep.$it"))).hasSizeLessThanOrEqualTo(30)
        }
    }

    /** The points that the program prints: a volume and an accuracy each. */
    private fun run(program: String, vararg arguments: String): List<String> {
        val command = listOf(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp")
        val classPath = System.getProperty("java.class.path")
        val process = ProcessBuilder(command + classPath + program + arguments)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
        try {
            val lines = process.inputReader().readLines()
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue()
            assertThat(lines).allMatch { it.matches(Regex("[0-9.]+\t[0-9.]+")) }
            return lines
        } finally {
            process.destroyForcibly()
        }
    }
}
