/** Checks a spec while it is written: at once by its schema, and a little later by the server, which knows more. */
import { api, patiently } from '../api.js';
import { pause } from '../connection.js';
import { readYaml } from './yaml.js';
import { schemaProblems } from './schema.js';

const QUIET_MILLIS = 400;

/**
 * @param text the editor
 * @param on `problems` is called with all that is known to be wrong, `verdict` with what the server says of the whole, or null
 *     while it has not said it
 */
export function specChecker(text, on, signal) {
    let schema = null;
    let asked = new AbortController();
    let told = { lines: [], problems: [] };
    signal.addEventListener('abort', () => asked.abort());

    function local() {
        const document = schema === null ? null : readYaml(text.get());
        return document === null ? [] : schemaProblems(schema, document);
    }

    /** What the server said of lines that are as they were then. */
    function stillTold(lines) {
        return lines.length === told.lines.length
            ? told.problems.filter(({ line }) => line > 0 && lines[line - 1] === told.lines[line - 1]) : [];
    }

    async function ask() {
        asked.abort();
        asked = new AbortController();
        const mine = asked.signal;
        await pause(QUIET_MILLIS, mine);
        if (mine.aborted || signal.aborted || text.get().trim() === '') {
            return;
        }
        const lines = text.get().split('\n');
        try {
            const spec = text.get();
            const verdict = await patiently(() => api.check(spec, mine), mine);
            if (!mine.aborted) {
                told = { lines, problems: verdict.problems };
                on.problems(verdict.problems);
                on.verdict(verdict);
            }
        } catch (failure) {
            if (!mine.aborted && failure.status === 403) {
                on.verdict({ refused: failure.message });
            }
        }
    }

    return {
        /** The text has changed. */
        changed() {
            const found = local();
            const places = new Set(found.map(({ pointer }) => pointer));
            const both = [...found, ...stillTold(text.get().split('\n')).filter(({ pointer }) => !places.has(pointer))];
            on.problems(both.sort((a, b) => a.line - b.line));
            on.verdict(null);
            void ask();
        },
        /** Somebody else says what is wrong. */
        stop() {
            asked.abort();
        },
        /** Loads the schema; without one only the server checks. */
        async begin() {
            schema = await api.schema(signal).catch(() => null);
        },
    };
}
