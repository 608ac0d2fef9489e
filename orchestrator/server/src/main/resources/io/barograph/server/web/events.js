/** Follows the events of a sweep by fetch, because an EventSource cannot send a token. */
import { checked, send, Unreachable, url } from './api.js';
import { backOff, lose, pause, regain } from './connection.js';

const SILENCE_MILLIS = 40_000; // the server says something every 15 s

/**
 * Calls `onEvents` with each batch of events after `after` until the sweep has ended or `signal` aborts, over however many
 * connections that takes; no event comes twice.
 */
export async function follow(sweep, after, onEvents, signal) {
    const me = {};
    const place = { after, id: null }; // the id of a frame says also of which sweep of this name it is
    let tries = 0;
    const take = frames => {
        const fresh = frames.filter(frame => frame.event.sequence > place.after);
        tries = 0;
        if (fresh.length > 0) {
            const last = fresh[fresh.length - 1];
            place.after = last.event.sequence;
            place.id = last.id;
            onEvents(fresh.map(frame => frame.event));
        }
    };
    try {
        while (!signal.aborted) {
            try {
                if (await connection(sweep, place, take, () => regain(me), signal)) {
                    return;
                }
            } catch (failure) {
                if (signal.aborted || !(failure instanceof Unreachable)) {
                    throw failure;
                }
            }
            tries++;
            lose(me);
            await pause(backOff(tries), signal);
        }
    } finally {
        regain(me);
    }
}

/** One connection; true if the sweep has ended. */
async function connection(sweep, place, take, opened, signal) {
    const silence = new AbortController();
    const abort = () => silence.abort();
    signal.addEventListener('abort', abort);
    let timer = setTimeout(abort, SILENCE_MILLIS);
    try {
        const headers = { Accept: 'text/event-stream', ...(place.id && { 'Last-Event-ID': place.id }) };
        const where = `${url('sweeps', sweep, 'events')}?after=${place.after}`;
        const response = await checked(await send(where, { headers, signal: silence.signal }));
        opened();
        if (response.status === 204) {
            return true;
        }
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = '';
        for (;;) {
            const { done, value } = await reader.read();
            if (done) {
                return false;
            }
            clearTimeout(timer);
            timer = setTimeout(abort, SILENCE_MILLIS);
            const frames = (rest + value).split('\n\n');
            rest = frames.pop();
            const told = frames.map(parse).filter(frame => frame !== null);
            take(told);
            if (told.some(frame => frame.event.change.type === 'ended')) {
                return true;
            }
        }
    } catch (failure) {
        if (signal.aborted || (failure.status && !(failure instanceof Unreachable))) {
            throw failure;
        }
        throw new Unreachable('The stream of events broke.');
    } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
    }
}

/** The event of a frame with the frame's id, or null if the frame has none. */
function parse(frame) {
    const field = name => frame.split('\n').filter(line => line.startsWith(name)).map(line => line.slice(name.length).trimStart());
    const data = field('data:');
    return data.length === 0 ? null : { id: field('id:')[0], event: JSON.parse(data.join('\n')) };
}
