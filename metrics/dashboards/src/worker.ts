import { type Board, choice } from './board.js';
import { curves, number } from './panels.js';
import { over, quantiles } from './query.js';

const SLOT = '{sweep=~"$sweep", instance=~"$instance"}';
const PROCESS = '{instance=~"$instance"}';
const IN_SLOT = '{{instance}} slot {{slot}}';
const IN_SLOT_OF = `${IN_SLOT}, {{sweep}}`;

export const worker: Board = {
    name: 'worker',
    title: 'trials and workers',
    description: 'What workers train, how fast, and what they need.',
    from: 'now-1h',
    variables: [choice('instance', 'Worker', 'barograph_slot_busy', 'any'), choice('sweep', 'Sweep', 'barograph_slot_samples_per_second', 'any')],
    sections: [
        {
            title: 'Now',
            height: 4,
            panels: [
                number({ title: 'Busy slots', description: 'Slots of the chosen workers that train.', unit: 'short', queries: [over(`sum(barograph_slot_busy${PROCESS})`)] }),
                number({ title: 'Images a second', description: 'Training images a second of all chosen slots.', unit: 'cps', queries: [over(`sum(barograph_slot_samples_per_second${SLOT})`)] }),
                number({ title: 'Worst wait for data', description: 'Largest share of an epoch that was spent waiting for images.', unit: 'percentunit', thresholds: [0.1, 0.3], queries: [over(`max(barograph_slot_data_wait_ratio${SLOT})`)] }),
                number({ title: 'Epochs an hour', description: 'Epochs that ended.', unit: 'short', queries: [over(`sum(rate(barograph_epochs_total${PROCESS}[$__rate_interval])) * 3600`)] }),
            ],
        },
        {
            title: 'Trials in slots',
            height: 9,
            panels: [
                curves({ title: 'Volume to budget', description: 'Volume of the trial in each slot over its final budget; it ends at 1 or less.', unit: 'short', logarithmic: true, queries: [over(`barograph_slot_volume_to_budget_ratio${SLOT}`, IN_SLOT_OF)] }),
                curves({ title: 'Budget now', description: 'What the schedule asks now, over the final budget. Volumes follow it down.', unit: 'short', logarithmic: true, queries: [over(`barograph_slot_budget_now_ratio${SLOT}`, IN_SLOT_OF)] }),
                curves({ title: 'Barrier', description: 'Barrier f(V, a, b) after the last epoch: it rises as the volume comes close to the budget.', unit: 'short', queries: [over(`barograph_slot_barrier${SLOT}`, IN_SLOT_OF)] }),
                curves({ title: 'Accuracy', description: 'Validation accuracy after the last epoch of the trial in each slot.', unit: 'percentunit', queries: [over(`barograph_slot_accuracy_ratio${SLOT}`, IN_SLOT_OF)] }),
            ],
        },
        {
            title: 'Speed',
            height: 8,
            panels: [
                curves({ title: 'Training speed', description: 'Training images a second in the last epoch of each slot.', unit: 'cps', min: 0, queries: [over(`barograph_slot_samples_per_second${SLOT}`, IN_SLOT_OF)] }),
                curves({ title: 'Step time', description: 'Time of a training step in the last epoch of each slot.', unit: 's', min: 0, queries: [over(`barograph_slot_step_seconds${SLOT}`, IN_SLOT_OF)] }),
                curves({ title: 'Wait for data', description: 'Share of the last epoch that was spent waiting for images.', unit: 'percentunit', min: 0, max: 1, queries: [over(`barograph_slot_data_wait_ratio${SLOT}`, IN_SLOT_OF)] }),
                curves({ title: 'Epochs an hour by phase', description: 'Epochs that ended, by phase of training.', unit: 'short', min: 0, queries: [over(`sum by (phase) (rate(barograph_epochs_total${PROCESS}[$__rate_interval])) * 3600`, '{{phase}}')] }),
            ],
        },
        {
            title: 'Memory and processor',
            height: 8,
            panels: [
                curves({
                    title: 'Native memory',
                    description: 'Resident memory that is not the Java machine\'s: networks, images and libraries.',
                    unit: 'bytes',
                    min: 0,
                    queries: [over(`barograph_native_memory_bytes${PROCESS}`, '{{instance}}')],
                }),
                curves({
                    title: 'Resident memory and heap',
                    description: 'Resident memory of the process, the most that it may have, and what its heap holds.',
                    unit: 'bytes',
                    min: 0,
                    queries: [
                        over(`barograph_process_memory_bytes${PROCESS}`, '{{instance}}'),
                        over(`barograph_process_memory_limit_bytes${PROCESS}`, '{{instance}} limit'),
                        over(`sum by (instance) (jvm_memory_used_bytes{area="heap", instance=~"$instance"})`, '{{instance}} heap'),
                    ],
                }),
                curves({ title: 'Garbage collection', description: 'Share of time that collections pause the process.', unit: 'percentunit', min: 0, queries: [over(`sum by (instance) (rate(jvm_gc_pause_seconds_sum${PROCESS}[$__rate_interval]))`, '{{instance}}')] }),
                curves({ title: 'Processor', description: 'Share of the machine\'s processors that the process uses.', unit: 'percentunit', min: 0, queries: [over(`process_cpu_usage${PROCESS}`, '{{instance}}')] }),
            ],
        },
        {
            title: 'GPUs',
            height: 8,
            panels: [
                curves({
                    title: 'GPU memory',
                    description: 'Memory of each GPU that is in use, by this and other processes, and that it has. Empty where no worker trains on a GPU.',
                    unit: 'bytes',
                    min: 0,
                    queries: [
                        over(`barograph_gpu_memory_used_bytes${PROCESS}`, '{{instance}} GPU {{gpu}}'),
                        over(`barograph_gpu_memory_total_bytes${PROCESS}`, '{{instance}} GPU {{gpu}} has'),
                    ],
                }),
            ],
        },
        {
            title: 'Artifacts and disk',
            height: 8,
            panels: [
                curves({ title: 'Artifact store', description: 'Time of operations of the artifact store: checkpoints, models and data.', unit: 's', min: 0, queries: quantiles('barograph_artifact_operation_seconds', PROCESS, 'operation') }),
                curves({ title: 'Written artifacts', description: 'Bytes a second that are stored.', unit: 'bytes', min: 0, queries: [over(`sum by (instance) (rate(barograph_artifact_written_bytes_sum${PROCESS}[$__rate_interval]))`, '{{instance}}')] }),
                curves({ title: 'Free disk', description: 'Free bytes of the disk of a worker\'s folder.', unit: 'bytes', min: 0, queries: [over(`disk_free_bytes${PROCESS}`, '{{instance}} {{path}}')] }),
                curves({ title: 'Event loop delay', description: 'Longest that a timer was late within the last minute.', unit: 's', min: 0, queries: [over(`barograph_event_loop_delay_max_seconds${PROCESS}`, '{{instance}}')] }),
            ],
        },
    ],
};
