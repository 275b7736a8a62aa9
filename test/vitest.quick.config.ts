import { defineConfig, mergeConfig } from 'vitest/config';
import app from './app/vitest.config.ts';
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
            'test/hostile/{growth,lists,slow-hash}.test.ts',
            'test/delivery/{readers,webhook-model,webhook-snippets,webhook-receivers}.test.ts',
            'test/exchange/{failures,matrix,pairs,people,surplus,autodiscover,front-doors,gateway,routing}/**',
            'test/exchange/{archive,corpus,destination,forwarded-copies,gone-folder,grommunio,grommunio-properties,inventory,listed-fields,lost-attachments,meetings,methods-table,names-of-others,ntlm-refusal,ntlm-sandbox,odd-forms,odd-servers,other-server,pairs,paths-table,recipients,recreated-project,refused-properties,requests,refusals-of-operations,sandbox,scan,settings,settings-faults,settings-nothing,splice,staging,traces,trial-messages,well-known-answers,whole-items,work-mail}.test.ts',
          ],
        },
      }),
      mergeConfig(app, {
        test: {
          name: 'quick app',
          exclude: ['test/app/{customers,mailbox-panel,notices,project-options,waves}.test.tsx'],
        },
      }),
    ],
  },
});
