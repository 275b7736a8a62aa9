import { z } from 'zod';

// A page under its Content-Security-Policy may compile no code, and a Worker may not either. Zod would try.
z.config({ jitless: true });

export { z };
