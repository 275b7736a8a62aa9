import { describeShare } from './share.ts';

describeShare('transfer');
