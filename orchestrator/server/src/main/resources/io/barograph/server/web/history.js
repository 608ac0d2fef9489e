/** How the hypervolume of a sweep grew, from its stored events. */
import { api, patiently } from './api.js';
import { pause } from './connection.js';

const MOST_EVENTS = 20_000;
const BREATH_MILLIS = 20;

/**
 * Reads `{at, hypervolume}` of the events up to `last`, the newest 20,000 of them, and calls `onPoints` with what each page
 * adds.
 */
export async function hypervolumes(sweep, last, onPoints, signal) {
    let after = Math.max(0, last - MOST_EVENTS);
    while (after < last && !signal.aborted) {
        const from = after;
        const events = await patiently(() => api.events(sweep, from, signal), signal);
        if (events.length === 0) {
            return;
        }
        after = events[events.length - 1].sequence;
        onPoints(growth(events.filter(event => event.sequence <= last)));
        await pause(BREATH_MILLIS, signal);
    }
}

export function growth(events) {
    return events
        .filter(event => event.change.type === 'frontChanged' || event.change.type === 'submitted')
        .map(event => ({ at: Date.parse(event.at), hypervolume: event.change.hypervolume ?? 0 }));
}

export function isWhole(last) {
    return last <= MOST_EVENTS;
}
