/** How the hypervolume of a sweep grew, from its stored events. */
import { api, patiently } from './api.js';

const TYPES = ['submitted', 'frontChanged'];

/** Reads `{at, hypervolume}` of all events up to `last`, and calls `onPoints` with what each page adds. */
export async function hypervolumes(sweep, last, onPoints, signal) {
    let after = 0;
    while (after < last && !signal.aborted) {
        const from = after;
        const events = await patiently(() => api.events(sweep, from, TYPES, signal), signal);
        if (events.length === 0) {
            return;
        }
        after = events[events.length - 1].sequence;
        onPoints(growth(events.filter(event => event.sequence <= last)));
    }
}

export function growth(events) {
    return events
        .filter(event => TYPES.includes(event.change.type))
        .map(event => ({ at: Date.parse(event.at), hypervolume: event.change.hypervolume ?? 0 }));
}
