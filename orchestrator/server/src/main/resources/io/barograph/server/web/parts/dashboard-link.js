/** The way to a dashboard in Grafana. */
import { h } from '../dom.js';
import { session } from '../session.js';

/** A link, or null if there is no Grafana that the server knows of; ask once the server has answered. */
export function dashboardLink(dashboard, variables = {}) {
    const query = new URLSearchParams(variables).toString();
    return session.grafana === null ? null : h('a', {
        class: 'dashboard', target: '_blank', rel: 'noopener noreferrer',
        href: `${session.grafana}/d/barograph-${dashboard}${query === '' ? '' : `?${query}`}`,
    }, 'Dashboard');
}
