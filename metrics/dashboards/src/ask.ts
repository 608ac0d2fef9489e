import type { PrometheusQuery } from './query.js';

const MOST_POINTS = 120;

/** Values of one series by second; of a query of now, one value. */
export interface Series {
    name: string;
    labels: Record<string, string>;
    points: [number, number][];
}

/** What is asked, of when, and what stands for the variables of dashboards. */
export interface Range {
    prometheus: string;
    from: number;
    to: number;
    variables: Record<string, string>;
}

/** Seconds between two values over time. */
export function step(range: Range): number {
    return Math.max(1, Math.ceil((range.to - range.from) / MOST_POINTS));
}

interface Result {
    metric: Record<string, string>;
    value?: [number, string];
    values?: [number, string][];
}

function filled(expr: string, variables: Record<string, string>): string {
    return Object.entries(variables).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
}

function named(query: PrometheusQuery, labels: Record<string, string>): string {
    if (query.legendFormat !== undefined && query.legendFormat !== '__auto') {
        return query.legendFormat.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
    }
    return Object.entries(labels)
        .filter(([label]) => label !== '__name__')
        .map(([, value]) => value)
        .join(' ');
}

/** What Prometheus answers to a query of a panel; fails if it refuses the query. */
export async function ask(query: PrometheusQuery, range: Range): Promise<Series[]> {
    const parameters = new URLSearchParams({ query: filled(query.expr, range.variables) });
    if (query.instant) {
        parameters.set('time', `${range.to}`);
    } else {
        parameters.set('start', `${range.from}`);
        parameters.set('end', `${range.to}`);
        parameters.set('step', `${step(range)}`);
    }
    const answer = await fetch(`${range.prometheus}/api/v1/${query.instant ? 'query' : 'query_range'}?${parameters}`);
    const body = (await answer.json()) as { status: string; error?: string; data: { result: Result[] } };
    if (body.status !== 'success') {
        throw new Error(`${query.expr}: ${body.error}`);
    }
    return body.data.result.map(result => ({
        name: named(query, result.metric),
        labels: result.metric,
        points: (result.values ?? (result.value ? [result.value] : [])).map(([time, value]) => [time, Number(value)]),
    }));
}
