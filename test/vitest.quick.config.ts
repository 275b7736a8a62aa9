import { defineConfig, mergeConfig } from 'vitest/config';
import node from './vitest.node.config.ts';

// Of the tests of `npm test` those that take seconds, without the API: see quick.ts.
export default defineConfig({
  test: {
    projects: [
      mergeConfig(node, {
        test: {
          name: 'quick',
          exclude: [
            'test/{sandbox,interop,local,powershell}/**',
            'test/hostile/{growth,lists}.test.ts',
            'test/delivery/webhook-{snippets,receivers}.test.ts',
            'test/exchange/{failures,matrix,pairs,people,surplus,autodiscover,front-doors,gateway,routing}/**',
            'test/exchange/{archive,corpus,destination,forwarded-copies,gone-folder,grommunio,grommunio-properties,inventory,lost-attachments,meetings,methods-table,names-of-others,ntlm-refusal,ntlm-sandbox,odd-forms,odd-servers,other-server,pairs,paths-table,recipients,recreated-project,refused-properties,refusals-of-operations,sandbox,scan,settings,settings-faults,settings-nothing,splice,staging,traces,trial-messages,well-known-answers,whole-items}.test.ts',
          ],
        },
      }),
      'test/app/vitest.config.ts',
    ],
  },
});
