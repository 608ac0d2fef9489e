/** The token of this tab; gone when the tab closes. */
const KEY = 'barograph.token';

export const session = {
    /** Where the dashboards are; null if the server has not said so. */
    grafana: null,
    get token() {
        return sessionStorage.getItem(KEY);
    },
    set token(value) {
        if (value) {
            sessionStorage.setItem(KEY, value);
        } else {
            sessionStorage.removeItem(KEY);
            this.role = null;
        }
    },
    /** What the server said that this token is for: viewer, submitter or admin; null if it has not. The style sheet hides what it may not do. */
    get role() {
        return document.documentElement.dataset.role ?? null;
    },
    set role(value) {
        if (value) {
            document.documentElement.dataset.role = value;
        } else {
            delete document.documentElement.dataset.role;
        }
    },
};
