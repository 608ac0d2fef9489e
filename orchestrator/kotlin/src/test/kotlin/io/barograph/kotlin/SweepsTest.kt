package io.barograph.kotlin

import io.barograph.api.Addresses
import io.barograph.api.ArtifactChunk
import io.barograph.api.ArtifactPage
import io.barograph.api.ArtifactRead
import io.barograph.api.ArtifactsQuery
import io.barograph.api.BarographException
import io.barograph.api.DatasetName
import io.barograph.api.ErrorCode
import io.barograph.api.EventPage
import io.barograph.api.EventsQuery
import io.barograph.api.FrontReference
import io.barograph.api.NetworkSpec
import io.barograph.api.Phase
import io.barograph.api.Progress
import io.barograph.api.SubmitSweep
import io.barograph.api.SweepArtifact
import io.barograph.api.SweepChange
import io.barograph.api.SweepDeleted
import io.barograph.api.SweepEvent
import io.barograph.api.SweepQuery
import io.barograph.api.SweepReport
import io.barograph.api.SweepState
import io.barograph.api.SweepView
import io.vertx.core.Vertx
import io.vertx.kotlin.coroutines.coAwait
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.security.MessageDigest
import java.time.Instant
import java.util.HexFormat
import java.util.TreeMap
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

class SweepsTest {
    private val vertx: Vertx = Vertx.vertx()
    private val sweeps = Sweeps(vertx)
    private val stored = CopyOnWriteArrayList<SweepEvent>()
    @Volatile private var number = 1L
    private val spec = sweep("flowers") {
        dataset(DatasetName.MNIST)
        network = NetworkSpec.PlainCnn(8)
        grid(1.0, 0.5)
    }

    @AfterEach
    fun close() = runBlocking<Unit> { vertx.close().coAwait() }

    @Test
    fun submitsASweepAndCollectsItsEventsAsAFlow() = test {
        serve()
        val view = sweeps.submit(spec, "key")
        assertThat(view.state).isEqualTo(SweepState.RUNNING)
        val events = mutableListOf<SweepEvent>()
        sweeps.events(view.sweep).collect { event ->
            events += event
            if (event.sequence == 1L) happen(SweepChange.TrialStarted("t0000", 1.0, 1, "w"))
            if (event.sequence == 2L) happen(SweepChange.Ended(SweepState.COMPLETED))
        }
        assertThat(events.map { it.sequence }).containsExactly(1L, 2L, 3L)
        assertThat(events.last().change).isEqualTo(SweepChange.Ended(SweepState.COMPLETED))
        assertThat(sweeps.await(view.sweep).state).isEqualTo(SweepState.COMPLETED)
    }

    @Test
    fun aFlowMayBeLeftEarly() = test {
        serve()
        sweeps.submit(spec, "key")
        assertThat(sweeps.events("flowers").take(1).toList()).hasSize(1)
        assertThat(sweeps.events("flowers", after = 0).first().change).isEqualTo(SweepChange.Submitted(2))
    }

    @Test
    fun aFlowOfADeletedSweepThrowsAndGivesNothingOfTheNext() = test {
        serve()
        vertx.eventBus().consumer<SweepQuery>(Addresses.SWEEP_DELETE) { it.reply(SweepDeleted("flowers")) }
        sweeps.submit(spec, "key")
        val seen = mutableListOf<Long>()
        val refused = assertThrows<BarographException> {
            runBlocking {
                sweeps.events("flowers").collect { event ->
                    seen += event.sequence
                    sweeps.delete("flowers")
                    number++
                    happen(SweepChange.Ended(SweepState.COMPLETED))
                }
            }
        }
        assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_SWEEP)
        assertThat(seen).containsExactly(1L)
    }

    @Test
    fun throwsTheReasonOfARefusal() = test {
        vertx.eventBus().consumer<SweepQuery>(Addresses.SWEEP_GET) { it.fail(ErrorCode.UNKNOWN_SWEEP.number(), "no sweep x") }
        val refused = assertThrows<BarographException> { runBlocking { sweeps.get("x") } }
        assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_SWEEP)
    }

    @Test
    fun progressIsAFlowOfThisSweepAlone() = test {
        val own = Progress("flowers", "t0000", 1, Phase.PRUNE, 1, 9, 0.5, 0.8, 0.7, 0.75, null, null)
        val other = Progress("other", "t0000", 1, Phase.PRUNE, 1, 9, 0.5, null, 0.7, 0.75, null, null)
        val telling = launch {
            while (true) {
                listOf(other, own).forEach { vertx.eventBus().publish(Addresses.TRIAL_PROGRESS, it) }
                kotlinx.coroutines.delay(20)
            }
        }
        assertThat(sweeps.progress("flowers").first()).isEqualTo(own)
        telling.cancel()
    }

    @Test
    fun bytesOfAnArtifactAreAFlowThatEndsWellOnlyIfTheyHaveTheirHash() = test {
        val content = ByteArray(700_000) { (it * 31).toByte() }
        val hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))
        val whole = SweepArtifact.of("t0000", SweepArtifact.Kind.ONNX, content.size.toLong(), hash)
        vertx.eventBus().consumer<ArtifactsQuery>(Addresses.SWEEP_ARTIFACTS) { it.reply(ArtifactPage(listOf(whole), null)) }
        vertx.eventBus().consumer<ArtifactRead>(Addresses.SWEEP_ARTIFACT) {
            val from = it.body().offset.toInt()
            it.reply(ArtifactChunk.of(from.toLong(), content.copyOfRange(from, from + it.body().length)))
        }
        val listed = sweeps.artifacts("flowers").single()
        val parts = sweeps.bytes("flowers", listed).toList()
        assertThat(parts).hasSize(2)
        assertThat(parts[0] + parts[1]).isEqualTo(content)
        assertThat(sweeps.bytes("flowers", listed).first()).isEqualTo(parts[0])

        val other = SweepArtifact.of("t0000", SweepArtifact.Kind.ONNX, content.size.toLong(), "ab".repeat(32))
        val refused = assertThrows<BarographException> { runBlocking { sweeps.bytes("flowers", other).toList() } }
        assertThat(refused.code()).isEqualTo(ErrorCode.DAMAGED)
    }

    private fun serve() {
        val bus = vertx.eventBus()
        bus.consumer<SubmitSweep>(Addresses.SWEEP_SUBMIT) {
            happen(SweepChange.Submitted(2))
            it.reply(view())
        }
        bus.consumer<SweepQuery>(Addresses.SWEEP_GET) { it.reply(view()) }
        bus.consumer<SweepQuery>(Addresses.SWEEP_FRONT) {
            val reference = FrontReference.ofClasses(10)
            it.reply(SweepReport.of("flowers", SweepState.COMPLETED, Instant.EPOCH, reference, null, listOf()))
        }
        bus.consumer<EventsQuery>(Addresses.SWEEP_EVENTS) { message ->
            message.reply(EventPage(stored.filter { it.sequence > message.body().after }, number))
        }
    }

    private fun happen(change: SweepChange) {
        val event = SweepEvent("flowers", stored.size + 1L, Instant.EPOCH, change)
        stored += event
        vertx.eventBus().publish(Addresses.SWEEP_CHANGED, event)
    }

    private fun view() = SweepView("flowers", spec, SweepState.RUNNING, Instant.EPOCH, TreeMap(), stored.size.toLong(), null, "ci")

    private fun test(block: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) =
        runBlocking { withTimeout(60.seconds) { block() } }
}
