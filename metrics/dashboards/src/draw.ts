import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Dashboard, Panel } from '@grafana/schema';
import { ask, type Range, step } from './ask.js';
import { type Box, drawn, escaped } from './picture.js';
import type { PrometheusQuery } from './query.js';

// Draws the dashboards of json/ from a running Prometheus, by the queries of their panels.
// usage: node target/draw.js --prometheus URL --sweep NAME --out FOLDER [--from SECONDS --to SECONDS] [--rate 1m]
const { values } = parseArgs({
    options: {
        prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
        sweep: { type: 'string', default: '.*' },
        out: { type: 'string', default: '.' },
        from: { type: 'string' },
        to: { type: 'string' },
        rate: { type: 'string', default: '1m' },
    },
});
const NAMES = ['fleet', 'sweep', 'worker', 'store'];
const COLUMN = 62;
const ROW = 26;

const to = Number(values.to ?? Math.floor(Date.now() / 1000));
const range: Range = {
    prometheus: values.prometheus,
    from: Number(values.from ?? to - 3600),
    to,
    variables: { $__rate_interval: values.rate, $sweep: values.sweep, $instance: '.*' },
};

function place(panel: Panel): Box {
    const { x, y, w, h } = panel.gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
    return { x: x * COLUMN + 4, y: y * ROW + 40, width: w * COLUMN - 6, height: h * ROW - 6 };
}

async function picture(name: string): Promise<string> {
    const dashboard = JSON.parse(readFileSync(new URL(`../json/${name}.json`, import.meta.url), 'utf8')) as Dashboard;
    const parts: string[] = [];
    let bottom = 0;
    for (const panel of (dashboard.panels ?? []) as Panel[]) {
        const box = place(panel);
        bottom = Math.max(bottom, box.y + box.height);
        if (panel.type === 'row') {
            parts.push(`<text x="${box.x + 6}" y="${box.y + 14}" font-size="13" font-weight="bold" fill="#333">${escaped(panel.title ?? '')}</text>`);
            continue;
        }
        const queries = (panel.targets ?? []) as unknown as PrometheusQuery[];
        const answers = await Promise.all(queries.map(query => ask(query, range)));
        answers.forEach((answer, index) => {
            if (answer.length === 0) {
                console.error(`no data: ${name}: ${panel.title}: ${queries[index]?.expr}`);
            }
        });
        parts.push(drawn(panel, answers, box, step(range)));
        if (answers.length > 0 && answers.every(answer => answer.length === 0)) {
            parts.push(`<text x="${box.x + box.width / 2}" y="${box.y + box.height / 2}" font-size="13" fill="#777" text-anchor="middle">no data</text>`);
        }
    }
    const width = 24 * COLUMN + 4;
    const title = `<text x="10" y="26" font-size="18" fill="#222">${escaped(dashboard.title ?? '')}</text>`;
    return (
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 8}" font-family="sans-serif">` +
        `<rect width="100%" height="100%" fill="#f4f5f5"/>${title}\n${parts.join('\n')}\n</svg>\n`
    );
}

for (const name of NAMES) {
    writeFileSync(`${values.out}/dashboard-${name}.svg`, await picture(name));
}
