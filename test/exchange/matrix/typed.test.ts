import { describeShare } from './share.ts';

describeShare('typed', 'large');
