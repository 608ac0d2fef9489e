import { type Board, choice, link } from './board.js';
import { bars, type Column, curves, number, rows, scatter } from './panels.js';
import { now, over, table } from './query.js';

const ONE = '{sweep=~"$sweep"}';
const IN_SLOT = '{{instance}} slot {{slot}}';

const volume: Column = { from: 'Value #A', to: 'Volume ratio', unit: 'percentunit' };
const accuracy: Column = { from: 'Value #B', to: 'Validation accuracy', unit: 'percentunit' };
const front = [
    table(`max by (sweep, rank) (barograph_sweep_front_volume_ratio${ONE})`),
    table(`max by (sweep, rank) (barograph_sweep_front_accuracy_ratio${ONE})`),
];

export const sweep: Board = {
    name: 'sweep',
    title: 'sweep',
    description: 'The front of a sweep, its budgets, and how it gets on.',
    from: 'now-6h',
    variables: [choice('sweep', 'Sweep', 'barograph_sweep_running', 'one')],
    links: [link('Web page', '${web:raw}/#/sweeps/${sweep:percentencode}', 'This sweep in the web page')],
    sections: [
        {
            title: 'Now',
            height: 4,
            panels: [
                number({ title: 'Runs', description: '1 while the sweep runs, 0 paused or ended.', unit: 'short', queries: [over(`max by (sweep) (barograph_sweep_running${ONE})`)] }),
                number({ title: 'Front size', description: 'Trials on the front.', unit: 'short', queries: [over(`max by (sweep) (barograph_sweep_front_size${ONE})`)] }),
                number({ title: 'Hypervolume', description: 'Area under the front: accuracy above chance times halvings of the volume.', unit: 'short', decimals: 3, queries: [over(`max by (sweep) (barograph_sweep_hypervolume${ONE})`)] }),
                number({ title: 'Since the log grew', description: 'Time since something of the sweep was stored.', unit: 's', thresholds: [900, 1800], queries: [over(`time() - max by (sweep) (barograph_sweep_progress_timestamp_seconds${ONE})`)] }),
                number({ title: 'Since the front changed', description: 'Time since a trial came onto the front or left it.', unit: 's', queries: [over(`time() - max by (sweep) (barograph_sweep_front_changed_timestamp_seconds${ONE})`)] }),
                number({ title: 'Age', description: 'Time since the sweep was submitted.', unit: 's', queries: [over(`time() - max by (sweep) (barograph_sweep_submitted_timestamp_seconds${ONE})`)] }),
            ],
        },
        {
            title: 'Front',
            height: 11,
            panels: [
                scatter(
                    { title: 'Front', description: 'Accuracy against volume of the trials on the front; the volume is on a logarithmic axis.', unit: 'percentunit', queries: front },
                    'rank',
                    volume,
                    accuracy,
                ),
                curves({ title: 'Hypervolume over time', description: 'It grows while trials improve the front.', unit: 'short', queries: [over(`max by (sweep) (barograph_sweep_hypervolume${ONE})`, '{{sweep}}')] }),
                rows({ title: 'Places of the front', description: 'The same points as numbers; rank 0 has the largest volume.', unit: 'percentunit', queries: front }, 'rank', [
                    { from: 'rank', to: 'Rank', unit: 'none' },
                    volume,
                    accuracy,
                ]),
            ],
        },
        {
            title: 'Budgets',
            height: 9,
            panels: [
                curves({ title: 'Best accuracy by budget', description: 'Best validation accuracy of the trials that keep their budget, which is rounded up to a halving.', unit: 'percentunit', queries: [over(`max by (sweep, budget) (barograph_sweep_best_accuracy_ratio${ONE})`, 'budget {{budget}}')] }),
                curves({ title: 'Budget error', description: 'Largest (volume - budget) / budget of the completed trials. Above 0 a budget was missed.', unit: 'percentunit', queries: [over(`max by (sweep, budget) (barograph_sweep_budget_error_ratio${ONE})`, 'budget {{budget}}')] }),
                bars({ title: 'Budget status', description: 'Completed trials by what became of their budget: met, under nine tenths of it, or over.', unit: 'short', min: 0, queries: [now(`max by (sweep, status) (barograph_sweep_budget_trials${ONE})`, '{{status}}')] }),
            ],
        },
        {
            title: 'Trials',
            height: 9,
            panels: [
                curves({ title: 'Trials by state', description: 'Trials of the sweep.', unit: 'short', stacked: true, steps: true, min: 0, queries: [over(`max by (sweep, state) (barograph_sweep_trials${ONE})`, '{{state}}')] }),
                curves({ title: 'Ready trials', description: 'Trials that could start now and wait for a slot.', unit: 'short', steps: true, min: 0, queries: [over(`max by (sweep) (barograph_sweep_ready_trials${ONE})`, '{{sweep}}')] }),
                curves({
                    title: 'Volume against budget',
                    description: 'Volume of the running trials over their final budget, and what the schedule asks of them now; both end at 1 or less.',
                    unit: 'short',
                    logarithmic: true,
                    queries: [
                        over(`barograph_slot_volume_to_budget_ratio${ONE}`, `volume, ${IN_SLOT}`),
                        over(`barograph_slot_budget_now_ratio${ONE}`, `budget now, ${IN_SLOT}`),
                    ],
                }),
                curves({ title: 'Accuracy of running trials', description: 'Validation accuracy after the last epoch of the trials in slots.', unit: 'percentunit', queries: [over(`barograph_slot_accuracy_ratio${ONE}`, IN_SLOT)] }),
            ],
        },
    ],
};
