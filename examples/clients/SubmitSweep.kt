import io.barograph.api.client.BridgeOptions
import io.barograph.api.DatasetName
import io.barograph.api.NetworkSpec
import io.barograph.kotlin.Sweeps
import io.barograph.kotlin.sweep
import io.vertx.core.Vertx
import io.vertx.kotlin.coroutines.coAwait
import kotlinx.coroutines.runBlocking

/** Submits a sweep to an orchestrator and prints its front. Argument: URI; the token is in BAROGRAPH_TOKEN. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val vertx = Vertx.vertx()
    val sweeps = Sweeps(vertx, BridgeOptions.to(arguments[0]).withToken(System.getenv("BAROGRAPH_TOKEN")))
    val spec = sweep("from-kotlin") {
        dataset(DatasetName.FASHION_MNIST_SAMPLE)
        network = NetworkSpec.ResNet(20, 16)
        grid(1.0, 0.5, 0.25)
    }
    try {
        sweeps.submit(spec, idempotencyKey = "first from-kotlin")
        sweeps.events(spec.name).collect { System.err.println(it.change) }
        sweeps.front(spec.name).points.forEach { println("${it.volumeRatio}\t${it.testAccuracy}") }
    } finally {
        sweeps.close()
        vertx.close().coAwait()
    }
}
