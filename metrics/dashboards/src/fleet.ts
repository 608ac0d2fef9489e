import { type Board, choice } from './board.js';
import { curves, number, rows } from './panels.js';
import { over, quantiles, table } from './query.js';

export const fleet: Board = {
    name: 'fleet',
    title: 'fleet',
    description: 'Sweeps, workers, the queue and the processes of a cluster.',
    from: 'now-1h',
    variables: [choice('instance', 'Process', 'barograph_build_info', 'any')],
    sections: [
        {
            title: 'Now',
            height: 4,
            panels: [
                number({ title: 'Running sweeps', description: 'Sweeps that run.', unit: 'short', queries: [over('max(barograph_sweeps{state="running"})')] }),
                number({ title: 'Workers', description: 'Workers that the leader heard of within a lease.', unit: 'short', queries: [over('max(barograph_workers)')] }),
                number({
                    title: 'Busy slots',
                    description: 'Share of the slots that train.',
                    unit: 'percentunit',
                    min: 0,
                    max: 1,
                    queries: [over('max(barograph_slots{state="busy"}) / (max(barograph_slots{state="busy"}) + max(barograph_slots{state="idle"}))')],
                }),
                number({ title: 'Queue', description: 'Trials of running sweeps that could start now.', unit: 'short', queries: [over('max(barograph_queued_trials)')] }),
                number({ title: 'Training images', description: 'Images a second of all slots, in their last epochs.', unit: 'cps', queries: [over('sum(barograph_slot_samples_per_second)')] }),
                number({
                    title: 'Leaders',
                    description: 'Orchestrators that hold the lease of the scheduler: 1, and 0 for some seconds at a take-over.',
                    unit: 'short',
                    queries: [over('sum(barograph_scheduler_leading)')],
                }),
            ],
        },
        {
            title: 'Sweeps',
            height: 9,
            panels: [
                rows(
                    {
                        title: 'Sweeps',
                        description: 'Sweeps that run, are paused or ended within the last hour. A name leads to its dashboard and to the web page.',
                        unit: 'short',
                        queries: [
                            table('max by (sweep) (barograph_sweep_running)'),
                            table('max by (sweep) (barograph_sweep_trials{state="completed"})'),
                            table('max by (sweep) (barograph_sweep_ready_trials)'),
                            table('max by (sweep) (barograph_sweep_front_size)'),
                            table('max by (sweep) (barograph_sweep_hypervolume)'),
                        ],
                    },
                    'sweep',
                    [
                        {
                            from: 'sweep',
                            to: 'Sweep',
                            unit: 'none',
                            links: [
                                { title: 'Dashboard', url: '/d/barograph-sweep?var-sweep=${__value.raw}&${datasource:queryparam}&${web:queryparam}' },
                                { title: 'Web page', url: '${web:raw}/#/sweeps/${__value.raw}' },
                            ],
                        },
                        { from: 'Value #A', to: 'Runs', unit: 'short' },
                        { from: 'Value #B', to: 'Completed', unit: 'short' },
                        { from: 'Value #C', to: 'Ready', unit: 'short' },
                        { from: 'Value #D', to: 'Front', unit: 'short' },
                        { from: 'Value #E', to: 'Hypervolume', unit: 'short' },
                    ],
                ),
                curves({ title: 'Sweeps by state', description: 'Stored sweeps, ended ones too.', unit: 'short', steps: true, min: 0, queries: [over('max by (state) (barograph_sweeps)', '{{state}}')] }),
                curves({ title: 'Hypervolume', description: 'Area under the front of each sweep: it grows while trials improve the front.', unit: 'short', queries: [over('max by (sweep) (barograph_sweep_hypervolume)', '{{sweep}}')] }),
            ],
        },
        {
            title: 'Work',
            height: 8,
            panels: [
                curves({ title: 'Slots', description: 'Slots of the workers that the leader heard of.', unit: 'short', stacked: true, steps: true, min: 0, queries: [over('max by (state) (barograph_slots)', '{{state}}')] }),
                curves({ title: 'Attempts an hour', description: 'Attempts that ended, by outcome. Lost and released ones go on elsewhere from a checkpoint.', unit: 'short', min: 0, queries: [over('sum by (outcome) (rate(barograph_attempts_ended_total[$__rate_interval])) * 3600', '{{outcome}}')] }),
            ],
        },
        {
            title: 'Queue',
            height: 8,
            panels: [
                curves({
                    title: 'Queue by sweep',
                    description: 'Trials of each sweep that could start now.',
                    unit: 'short',
                    stacked: true,
                    steps: true,
                    min: 0,
                    queries: [over('max by (sweep) (barograph_sweep_ready_trials)', '{{sweep}}')],
                }),
                curves({
                    title: 'Queue by requirement',
                    description: 'Trials that could start now, by the labels that they require of a worker.',
                    unit: 'short',
                    stacked: true,
                    steps: true,
                    min: 0,
                    queries: [over('max by (requires) (barograph_queued_trials_by_requirement)', '{{requires}}')],
                }),
                curves({
                    title: 'Stranded trials',
                    description: 'Queued trials that no live worker has the labels for.',
                    unit: 'short',
                    steps: true,
                    min: 0,
                    queries: [over('max by (requires) (barograph_stranded_trials)', '{{requires}}')],
                }),
                curves({ title: 'Queue wait', description: 'How long trials could have started before they did.', unit: 's', min: 0, queries: quantiles('barograph_queue_wait_seconds') }),
            ],
        },
        {
            title: 'Processes',
            height: 8,
            panels: [
                curves({ title: 'Versions', description: 'Processes by the version that they run; one alone except during an upgrade.', unit: 'short', steps: true, min: 0, queries: [over('count by (version) (barograph_build_info{instance=~"$instance"})', '{{version}}')] }),
                curves({ title: 'Memory', description: 'Resident memory of each process.', unit: 'bytes', min: 0, queries: [over('max by (instance) (barograph_process_memory_bytes{instance=~"$instance"})', '{{instance}}')] }),
                curves({ title: 'Event loop delay', description: 'Longest that a timer was late within the last minute. Over 2 s something blocks the loop.', unit: 's', min: 0, queries: [over('max by (instance) (barograph_event_loop_delay_max_seconds{instance=~"$instance"})', '{{instance}}')] }),
            ],
        },
        {
            title: 'Machines',
            height: 8,
            panels: [
                curves({ title: 'Dropped log lines', description: 'Lines an hour that could not be written in time, because a disk or whoever reads the output is slow.', unit: 'short', min: 0, queries: [over('sum by (instance) (rate(barograph_log_lines_dropped_total{instance=~"$instance"}[$__rate_interval])) * 3600', '{{instance}}')] }),
                curves({ title: 'Clock skew', description: 'Difference of each clock from that of Prometheus, and the time of the scrape.', unit: 's', min: 0, queries: [over('abs(barograph_clock_seconds{instance=~"$instance"} - timestamp(barograph_clock_seconds{instance=~"$instance"}))', '{{instance}}')] }),
                curves({ title: 'Free disk', description: 'Free share of the disks that hold databases and workers\' folders.', unit: 'percentunit', min: 0, max: 1, queries: [over('min by (instance, path) (disk_free_bytes{instance=~"$instance"} / disk_total_bytes{instance=~"$instance"})', '{{instance}} {{path}}')] }),
                curves({ title: 'CPU', description: 'Share of the machine\'s processors that each process uses.', unit: 'percentunit', min: 0, queries: [over('max by (instance) (process_cpu_usage{instance=~"$instance"})', '{{instance}}')] }),
            ],
        },
    ],
};
