package io.barograph.kotlin

import io.barograph.api.BarographException
import io.barograph.api.client.BridgeOptions
import io.barograph.api.EventPage
import io.barograph.api.EventsQuery
import io.barograph.api.Progress
import io.barograph.api.SweepArtifact
import io.barograph.api.SweepChange
import io.barograph.api.client.SweepClient
import io.barograph.api.SweepEvent
import io.barograph.api.SweepPage
import io.barograph.api.SweepPlan
import io.barograph.api.SweepReport
import io.barograph.api.SweepSpec
import io.barograph.api.SweepView
import io.barograph.api.WorkerList
import io.vertx.core.Promise
import io.vertx.core.Vertx
import io.vertx.kotlin.coroutines.coAwait
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds

/** Submits sweeps and follows them, suspending. Every function throws [BarographException] if the request fails. */
public class Sweeps(private val client: SweepClient) {
    /** On the event bus of [vertx], for members of the cluster. */
    public constructor(vertx: Vertx) : this(SweepClient.over(vertx))

    /** Of the HTTP port of orchestrators. */
    public constructor(vertx: Vertx, options: BridgeOptions) : this(SweepClient.connect(vertx, options))

    /** Submits [spec]; the same [idempotencyKey] gives the same sweep, however often it is submitted. */
    public suspend fun submit(spec: SweepSpec, idempotencyKey: String): SweepView =
        client.submit(spec, idempotencyKey).coAwait()

    /** What would become of [spec]; nothing is stored. Fails with INVALID_REQUEST if it would be refused. */
    public suspend fun check(spec: SweepSpec): SweepPlan = client.check(spec).coAwait()

    /**
     * Sweeps, the newest first, at most [limit] of them.
     *
     * @param cursor the `next` of the page before
     */
    public suspend fun list(cursor: Long? = null, limit: Int = 100): SweepPage = client.list(cursor, limit).coAwait()

    public suspend fun get(sweep: String): SweepView = client.get(sweep).coAwait()

    /** The results so far. */
    public suspend fun front(sweep: String): SweepReport = client.front(sweep).coAwait()

    /** Cancels every trial that has not ended. */
    public suspend fun cancel(sweep: String): SweepView = client.cancel(sweep).coAwait()

    /** Starts no more trials and asks those that run to leave at a checkpoint. */
    public suspend fun pause(sweep: String): SweepView = client.pause(sweep).coAwait()

    /** Starts trials again, from their checkpoints. */
    public suspend fun resume(sweep: String): SweepView = client.resume(sweep).coAwait()

    /** Gives a sweep another priority. */
    public suspend fun reprioritise(sweep: String, priority: Int): SweepView =
        client.reprioritise(sweep, priority).coAwait()

    /**
     * Removes an ended sweep with everything that is stored of it; fails with CONFLICT if it has not ended, and with
     * UNKNOWN_SWEEP if there is none.
     */
    public suspend fun delete(sweep: String) {
        client.delete(sweep).coAwait()
    }

    /** The results once the sweep has ended. */
    public suspend fun await(sweep: String): SweepReport {
        events(sweep, get(sweep).sequence - 1).collect()
        return front(sweep)
    }

    /**
     * Every stored event after [after], in order, each once; completes when the sweep has ended. Cold and as slow as its
     * collector: nothing is dropped, nothing piles up. Fails with UNKNOWN_SWEEP if the sweep is deleted before its end was
     * collected, whether or not its name is used again.
     */
    public fun events(sweep: String, after: Long = 0): Flow<SweepEvent> = flow {
        val changed = Channel<Unit>(Channel.CONFLATED)
        val changes = client.changes(sweep) { changed.trySend(Unit) }
        try {
            var last = after.coerceAtLeast(0)
            var number: Long? = null
            while (true) {
                val page = page(sweep, last)?.following(sweep, number)
                number = page?.sweepNumber ?: number
                val events = page?.events.orEmpty()
                for (event in events) {
                    emit(event)
                    last = event.sequence
                    if (event.change is SweepChange.Ended) return@flow
                }
                // A change may be lost on its way, so look again now and then without one.
                if (events.isEmpty()) withTimeoutOrNull(LOOK_AGAIN) { changed.receive() }
            }
        } finally {
            changes.unregister()
        }
    }

    /** The live workers that have all of these [labels]. */
    public suspend fun workers(labels: Set<String> = setOf()): WorkerList = client.workers(labels).coAwait()

    /** The files that the sweep's trials have left so far. */
    public suspend fun artifacts(sweep: String): List<SweepArtifact> = client.artifacts(sweep).coAwait()

    /**
     * The bytes of an [artifact] in order, cold and as slow as its collector. Completes normally only if all of it came and has
     * its hash; throws [BarographException] otherwise.
     */
    public fun bytes(sweep: String, artifact: SweepArtifact): Flow<ByteArray> = channelFlow {
        client.read(sweep, artifact) { part ->
            val taken = Promise.promise<Unit>()
            launch { send(part.bytes) }.invokeOnCompletion { failure ->
                if (failure == null) taken.complete() else taken.fail(failure)
            }
            taken.future()
        }.coAwait()
    }.buffer(Channel.RENDEZVOUS)

    /** Writes an [artifact] to [file], which is replaced when all of it has arrived and has its hash. */
    public suspend fun download(sweep: String, artifact: SweepArtifact, file: Path) {
        client.download(sweep, artifact, file).coAwait()
    }

    /** Progress of the sweep's trials as it arrives; a slow collector misses the oldest. Never completes by itself. */
    public fun progress(sweep: String): Flow<Progress> = callbackFlow {
        val consumer = client.progress(sweep) { trySend(it) }
        awaitClose { consumer.unregister() }
    }.buffer(PROGRESS_BUFFER, BufferOverflow.DROP_OLDEST)

    /** Ends it: what was asked and is followed fails, a connection is closed. */
    public suspend fun close() {
        client.close().coAwait()
    }

    private suspend fun page(sweep: String, after: Long): EventPage? = try {
        client.events(sweep, after, EventsQuery.MAX_LIMIT).coAwait()
    } catch (e: BarographException) {
        if (e.mayPass()) null else throw e
    }

    private companion object {
        val LOOK_AGAIN = 1.seconds
        const val PROGRESS_BUFFER = 64
    }
}
