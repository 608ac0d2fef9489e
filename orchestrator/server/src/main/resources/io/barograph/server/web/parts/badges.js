/** States in words and colour. */
import { h } from '../dom.js';
import { whole, words } from '../format.js';

export function stateBadge(state) {
    return h('span', { class: `badge ${state.toLowerCase().replaceAll('_', '-')}` }, words(state));
}

/** MET, UNDER or OVER; nothing before there is a result. */
export function statusBadge(status) {
    return status ? h('span', { class: `badge budget-${status.toLowerCase()}` }, status) : h('span', { class: 'soft' }, '–');
}

const ORDER = ['COMPLETED', 'STOPPED_EARLY', 'FAILED', 'CANCELLED', 'RUNNING', 'WAITING'];

/** How far the trials of a sweep are, as a bar with words. */
export function progress(counts) {
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const bar = h('span', { class: 'progress', 'aria-hidden': 'true' });
    for (const state of ORDER) {
        if (counts[state]) {
            const part = h('span', { class: state.toLowerCase().replaceAll('_', '-') });
            part.style.flexGrow = counts[state];
            bar.append(part);
        }
    }
    const ended = all - (counts.RUNNING ?? 0) - (counts.WAITING ?? 0);
    const extra = ['RUNNING', 'FAILED', 'CANCELLED', 'STOPPED_EARLY']
        .filter(state => counts[state])
        .map(state => `${whole(counts[state])} ${words(state)}`);
    return h('span', { class: 'progress-line' }, bar,
        h('span', {}, `${whole(ended)} of ${whole(all)}`, extra.length > 0 ? h('span', { class: 'soft' }, ` · ${extra.join(', ')}`) : null));
}
