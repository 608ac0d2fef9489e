import { type Board, choice } from './board.js';
import { curves } from './panels.js';
import { over, quantiles } from './query.js';

const PROCESS = '{instance=~"$instance"}';
const RATE = `${PROCESS}[$__rate_interval]`;

export const store: Board = {
    name: 'store',
    title: 'store and bus',
    description: 'The database, the lease of the scheduler, and what goes between orchestrators and workers.',
    from: 'now-1h',
    variables: [choice('instance', 'Orchestrator', 'barograph_scheduler_leading', 'any')],
    sections: [
        {
            title: 'Store',
            height: 8,
            panels: [
                curves({ title: 'Commit latency', description: 'Time of a commit of the scheduler, from handing the batch over to its confirmation.', unit: 's', min: 0, queries: quantiles('barograph_store_commit_seconds', PROCESS) }),
                curves({ title: 'Commits', description: 'Commits a second; messages are batched into them.', unit: 'cps', min: 0, queries: [over(`sum by (instance) (rate(barograph_store_commit_seconds_count${RATE}))`, '{{instance}}')] }),
                curves({ title: 'Entries', description: 'Entries a second that are appended to the logs of sweeps.', unit: 'cps', min: 0, queries: [over(`sum by (instance) (rate(barograph_store_entries_total${RATE}))`, '{{instance}}')] }),
                curves({ title: 'Failures', description: 'Times that the store failed. None is normal.', unit: 'short', min: 0, queries: [over(`sum by (instance) (increase(barograph_store_failures_total${RATE}))`, '{{instance}}')] }),
            ],
        },
        {
            title: 'Connections to the store',
            height: 8,
            panels: [
                curves({
                    title: 'Connections',
                    description: 'Connections to the database in use, and calls that wait for one. Waiting calls for long mean a slow database.',
                    unit: 'short',
                    min: 0,
                    queries: [
                        over(`sum by (instance) (hikaricp_connections_active${PROCESS})`, '{{instance}} in use'),
                        over(`sum by (instance) (hikaricp_connections_pending${PROCESS})`, '{{instance}} waiting'),
                    ],
                }),
                curves({ title: 'Wait for a connection', description: 'Mean time that calls waited for a connection.', unit: 's', min: 0, queries: [over(`sum by (instance) (rate(hikaricp_connections_acquire_seconds_sum${RATE})) / sum by (instance) (rate(hikaricp_connections_acquire_seconds_count${RATE}))`, '{{instance}}')] }),
                curves({ title: 'Use of a connection', description: 'Mean time that calls held a connection.', unit: 's', min: 0, queries: [over(`sum by (instance) (rate(hikaricp_connections_usage_seconds_sum${RATE})) / sum by (instance) (rate(hikaricp_connections_usage_seconds_count${RATE}))`, '{{instance}}')] }),
            ],
        },
        {
            title: 'Lease of the scheduler',
            height: 8,
            panels: [
                curves({ title: 'Who leads', description: '1 for the orchestrator that holds the lease.', unit: 'short', steps: true, stacked: true, min: 0, queries: [over(`barograph_scheduler_leading${PROCESS}`, '{{instance}}')] }),
                curves({
                    title: 'Lease changes',
                    description: 'Leases that were taken, and lost without being given up.',
                    unit: 'short',
                    min: 0,
                    queries: [
                        over(`sum by (instance) (increase(barograph_scheduler_leases_taken_total${RATE}))`, '{{instance}} taken'),
                        over(`sum by (instance) (increase(barograph_scheduler_leases_lost_total${RATE}))`, '{{instance}} lost'),
                    ],
                }),
            ],
        },
        {
            title: 'Bus',
            height: 8,
            panels: [
                curves({ title: 'Dispatch latency', description: 'From a slot\'s ask to the stored answer that gives it a trial.', unit: 's', min: 0, queries: quantiles('barograph_dispatch_seconds', PROCESS) }),
                curves({ title: 'Refused reports', description: 'Reports that did not count: of attempts that were given to others, repeated, or of unknown trials. Some after each lost worker are normal.', unit: 'cps', min: 0, queries: [over(`sum by (reason) (rate(barograph_reports_refused_total${RATE}))`, '{{reason}}')] }),
                curves({ title: 'Event loop delay', description: 'Longest that a timer was late within the last minute.', unit: 's', min: 0, queries: [over(`barograph_event_loop_delay_max_seconds${PROCESS}`, '{{instance}}')] }),
            ],
        },
        {
            title: 'Messages and requests',
            height: 8,
            panels: [
                curves({
                    title: 'Messages',
                    description: 'Messages a second of the event bus that come in and go out.',
                    unit: 'cps',
                    min: 0,
                    queries: [
                        over(`sum by (instance) (rate(vertx_eventbus_received_total${RATE}))`, '{{instance}} in'),
                        over(`sum by (instance) (rate(vertx_eventbus_sent_total${RATE}))`, '{{instance}} out'),
                    ],
                }),
                curves({ title: 'Messages that wait', description: 'Messages of the event bus that no handler has taken yet. They do not pile up in a healthy process.', unit: 'short', min: 0, queries: [over(`sum by (instance) (vertx_eventbus_pending${PROCESS})`, '{{instance}}')] }),
                curves({ title: 'Tasks that wait', description: 'Tasks that wait for a thread of a pool: of the database, or for other blocking work.', unit: 'short', min: 0, queries: [over(`sum by (instance, pool_name) (vertx_pool_queue_pending${PROCESS})`, '{{instance}} {{pool_name}}')] }),
                curves({ title: 'HTTP requests', description: 'Requests a second to the HTTP port, by status. Those of Prometheus are among them.', unit: 'cps', min: 0, queries: [over(`sum by (code) (rate(vertx_http_server_requests_total${RATE}))`, '{{code}}')] }),
            ],
        },
        {
            title: 'Artifact store',
            height: 8,
            panels: [
                curves({ title: 'Latency', description: 'Time of operations of the artifact store, of all processes.', unit: 's', min: 0, queries: quantiles('barograph_artifact_operation_seconds', '', 'operation') }),
                curves({ title: 'Operations', description: 'Operations a second of all processes, by outcome.', unit: 'cps', min: 0, queries: [over('sum by (operation, outcome) (rate(barograph_artifact_operation_seconds_count[$__rate_interval]))', '{{operation}} {{outcome}}')] }),
            ],
        },
        {
            title: 'Java',
            height: 8,
            panels: [
                curves({ title: 'Heap', description: 'What the heap holds.', unit: 'bytes', min: 0, queries: [over('sum by (instance) (jvm_memory_used_bytes{area="heap", instance=~"$instance"})', '{{instance}}')] }),
                curves({ title: 'Garbage collection', description: 'Share of time that collections pause the process.', unit: 'percentunit', min: 0, queries: [over(`sum by (instance) (rate(jvm_gc_pause_seconds_sum${RATE}))`, '{{instance}}')] }),
                curves({ title: 'Threads', description: 'Live threads.', unit: 'short', min: 0, queries: [over(`jvm_threads_live_threads${PROCESS}`, '{{instance}}')] }),
                curves({ title: 'Open files', description: 'Open files and connections.', unit: 'short', min: 0, queries: [over(`process_files_open_files${PROCESS}`, '{{instance}}')] }),
            ],
        },
    ],
};
