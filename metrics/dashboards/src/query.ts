import type { DataQuery, DataSourceRef } from '@grafana/schema';

/** The data source that the user of a dashboard chooses. */
export const SOURCE: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/** What the data source of Prometheus is asked. */
export interface PrometheusQuery extends DataQuery {
    expr: string;
    legendFormat?: string;
    format?: 'time_series' | 'table';
    instant?: boolean;
    range?: boolean;
}

/** Values over time; the legend names labels in double braces. */
export function over(expr: string, legendFormat = '__auto'): PrometheusQuery {
    return { refId: '', datasource: SOURCE, expr, legendFormat, range: true, instant: false };
}

/** Values of now. */
export function now(expr: string, legendFormat = '__auto'): PrometheusQuery {
    return { refId: '', datasource: SOURCE, expr, legendFormat, range: false, instant: true };
}

/** Values of now with a column for each label. */
export function table(expr: string): PrometheusQuery {
    return { refId: '', datasource: SOURCE, expr, format: 'table', range: false, instant: true };
}

/** The latencies that half, 95 % and 99 % of a histogram's events keep. */
export function quantiles(histogram: string, selector = '', by = ''): PrometheusQuery[] {
    const legend = by === '' ? '' : `{{${by}}} `;
    return [0.5, 0.95, 0.99].map(share =>
        over(
            `histogram_quantile(${share}, sum by (${by === '' ? 'le' : `le, ${by}`}) (rate(${histogram}_bucket${selector}[$__rate_interval])))`,
            `${legend}${share * 100} %`,
        ),
    );
}
