import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type Board, dashboard } from './board.js';
import { fleet } from './fleet.js';
import { store } from './store.js';
import { sweep } from './sweep.js';
import { worker } from './worker.js';

// Writes the dashboards into json/, or with --check says which of the files there are not what would be written.
const FOLDER = new URL('../json/', import.meta.url);
const BOARDS: Board[] = [fleet, sweep, worker, store];

const files = new Map(BOARDS.map(board => [`${board.name}.json`, JSON.stringify(dashboard(board), null, 2) + '\n']));

function committed(name: string): string | undefined {
    try {
        return readFileSync(new URL(name, FOLDER), 'utf8');
    } catch {
        return undefined;
    }
}

if (process.argv.includes('--check')) {
    const stale = [...files.keys()].filter(name => committed(name) !== files.get(name));
    const unknown = readdirSync(FOLDER).filter(name => name.endsWith('.json') && !files.has(name));
    if (stale.length + unknown.length > 0) {
        console.error(`metrics/dashboards/json is stale: ${[...stale, ...unknown].join(', ')}; renew it with npm run render`);
        process.exit(1);
    }
} else {
    files.forEach((text, name) => writeFileSync(new URL(name, FOLDER), text));
}
