/** Stands for the domain of a customer whose domain nobody has entered yet; no one can own it (RFC 2606). */
export const MISSING_DOMAIN = 'domain-missing.invalid';
