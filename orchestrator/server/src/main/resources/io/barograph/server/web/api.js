/** Requests to the HTTP API. */
import { session } from './session.js';
import { backOff, lose, pause, regain } from './connection.js';

const BASE = 'api/v1/';
const SLOW_MILLIS = 3000;

/** An answer that says what is wrong: `problem` is what RFC 9457 describes. */
export class ApiError extends Error {
    constructor(status, problem) {
        super(problem.detail || problem.title || `HTTP ${status}`);
        this.status = status;
        this.problem = problem;
    }
}

/** Nobody answered, or a server that is starting or ending did. */
export class Unreachable extends Error {}

export function url(...path) {
    return BASE + path.map(encodeURIComponent).join('/');
}

/** Sends a request with the token and gives back the response, whatever its status. */
export async function send(where, options = {}) {
    const headers = new Headers(options.headers);
    if (session.token) {
        headers.set('Authorization', `Bearer ${session.token}`);
    }
    try {
        const response = await fetch(where, { ...options, headers, cache: 'no-store', credentials: 'omit' });
        session.role = response.headers.get('Barograph-Role') ?? session.role;
        session.grafana = response.headers.get('Barograph-Grafana') ?? session.grafana;
        return response;
    } catch (failure) {
        if (options.signal?.aborted) {
            throw failure;
        }
        throw new Unreachable('The server does not answer.');
    }
}

/** Throws what an answer that is not a success says. */
export async function checked(response) {
    if (response.ok || response.status === 304) {
        return response;
    }
    const problem = await response.json().catch(() => ({ title: response.statusText }));
    if ([429, 502, 503, 504].includes(response.status) && problem.code !== 'QUOTA_EXCEEDED') {
        throw new Unreachable(problem.detail ?? 'The server does not answer at the moment.');
    }
    if (response.status === 401) {
        const refused = session.token !== null;
        session.token = null;
        window.dispatchEvent(new CustomEvent('unauthenticated', { detail: { refused } }));
    }
    throw new ApiError(response.status, problem);
}

async function json(where, options) {
    return (await checked(await send(where, options))).json();
}

/** Asks again and again while nobody answers; the page's head says so meanwhile, and that an answer takes long. */
export async function patiently(work, signal) {
    const me = {};
    const slow = setTimeout(() => lose(me, 'waiting…'), SLOW_MILLIS);
    try {
        for (let tries = 1; ; tries++) {
            try {
                return await work();
            } catch (failure) {
                if (!(failure instanceof Unreachable) || signal?.aborted) {
                    throw failure;
                }
                clearTimeout(slow);
                lose(me);
                await pause(backOff(tries), signal);
            }
        }
    } finally {
        clearTimeout(slow);
        regain(me);
    }
}

export const api = {
    sweeps: (cursor, signal) =>
        json(url('sweeps') + (cursor === null ? '?limit=100' : `?limit=100&cursor=${cursor}`), { signal }),
    sweep: (sweep, signal) => json(url('sweeps', sweep), { signal }),
    trial: (sweep, trial, signal) => json(url('sweeps', sweep, 'trials', trial), { signal }),
    epochs: async (sweep, trial, signal) => (await json(url('sweeps', sweep, 'trials', trial, 'epochs'), { signal })).epochs,
    events: async (sweep, after, types, signal) =>
        (await json(`${url('sweeps', sweep, 'events')}?after=${after}&limit=1000${types.map(type => `&type=${type}`).join('')}`, { signal })).events,
    workers: signal => json(url('workers'), { signal }),
    schema: signal => json(url('schema', 'sweep'), { signal }),
    /** Every problem of a spec, or what the sweep would do; nothing is stored. */
    check: (yaml, signal) =>
        json(url('sweeps', 'check'), { method: 'POST', headers: { 'Content-Type': 'application/yaml' }, body: yaml, signal }),
    remove: async sweep => { await checked(await send(url('sweeps', sweep), { method: 'DELETE' })); },
    steer: (sweep, action) => json(url('sweeps', sweep, action), { method: 'POST' }),
    reprioritise: (sweep, priority) =>
        json(url('sweeps', sweep), {
            method: 'PATCH',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ priority }),
        }),
    submit: (yaml, key) =>
        json(url('sweeps'), {
            method: 'POST',
            headers: { 'Content-Type': 'application/yaml', 'Idempotency-Key': key },
            body: yaml,
        }),
    /** The front and its ETag, or null if `tag` is still that of the front. */
    front: async (sweep, tag, signal) => {
        const headers = tag ? { 'If-None-Match': tag } : {};
        const response = await checked(await send(url('sweeps', sweep, 'front'), { headers, signal }));
        return response.status === 304 ? null : { report: await response.json(), tag: response.headers.get('ETag') };
    },
    artifact: async (sweep, name) => (await checked(await send(url('sweeps', sweep, 'artifacts', name)))).blob(),
    frontFile: async (sweep, type) =>
        (await checked(await send(url('sweeps', sweep, 'front'), { headers: { Accept: type } }))).blob(),
};
