import { expect, test } from 'vitest';
import { type Answer, call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { setSetting } from '../store/settings.ts';
import { testEnvelopes, usePair } from '../kit/test-pair.ts';

const pair = usePair();

const ask = (body: string): Promise<Answer> => call(pair.old, pair.oldOwner, body);

const getRules = '<m:GetInboxRules/>';
const updateRules = (operations: string, more = '<m:RemoveOutlookRuleBlob>true</m:RemoveOutlookRuleBlob>'): string =>
  `<m:UpdateInboxRules>${more}<m:Operations>${operations}</m:Operations></m:UpdateInboxRules>`;
const rule = (parts: string, id = ''): string => `<t:Rule>${id}${parts}</t:Rule>`;
const createRule = (parts: string): string => `<t:CreateRuleOperation>${rule(parts)}</t:CreateRuleOperation>`;
const named = (name: string, priority: number, rest: string): string =>
  `<t:DisplayName>${name}</t:DisplayName><t:Priority>${priority}</t:Priority><t:IsEnabled>true</t:IsEnabled>${rest}`;
const STOP = '<t:Actions><t:StopProcessingRules>true</t:StopProcessingRules></t:Actions>';

test('rules: every condition, exception and action comes back as it was set', async () => {
  const strings = (name: string): string => `<t:${name}><t:String>Ärger</t:String><t:String>b</t:String></t:${name}>`;
  const addresses = (name: string): string =>
    `<t:${name}><t:Address><t:Name>A</t:Name><t:EmailAddress>a@b.example</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Address></t:${name}>`;
  const truths = (names: string): string =>
    names
      .split(' ')
      .map((name) => `<t:${name}>true</t:${name}>`)
      .join('');
  const predicates = [
    ...'Categories ContainsBodyStrings ContainsHeaderStrings ContainsRecipientStrings ContainsSenderStrings ContainsSubjectOrBodyStrings ContainsSubjectStrings'
      .split(' ')
      .map(strings),
    '<t:FlaggedForAction>Any</t:FlaggedForAction>',
    addresses('FromAddresses'),
    '<t:HasAttachments>true</t:HasAttachments><t:Importance>High</t:Importance>',
    truths(
      'IsApprovalRequest IsAutomaticForward IsAutomaticReply IsEncrypted IsMeetingRequest IsMeetingResponse IsNDR IsPermissionControlled IsReadReceipt IsSigned IsVoicemail',
    ),
    strings('ItemClasses'),
    truths('NotSentToMe SentCcMe SentOnlyToMe'),
    addresses('SentToAddresses'),
    truths('SentToMe SentToOrCcMe'),
    '<t:Sensitivity>Private</t:Sensitivity><t:WithinDateRange><t:StartDateTime>2026-01-01T00:00:00Z</t:StartDateTime></t:WithinDateRange><t:WithinSizeRange><t:MinimumSize>1</t:MinimumSize><t:MaximumSize>999999</t:MaximumSize></t:WithinSizeRange>',
  ].join('');
  const actions = [
    strings('AssignCategories'),
    '<t:CopyToFolder><t:DistinguishedFolderId Id="junkemail"/></t:CopyToFolder><t:Delete>true</t:Delete>',
    addresses('ForwardAsAttachmentToRecipients'),
    addresses('ForwardToRecipients'),
    '<t:MarkImportance>Low</t:MarkImportance><t:MarkAsRead>true</t:MarkAsRead><t:PermanentDelete>true</t:PermanentDelete>',
    addresses('RedirectToRecipients'),
    addresses('SendSMSAlertToRecipients'),
    '<t:StopProcessingRules>true</t:StopProcessingRules>',
  ].join('');
  const whole = named(
    'Alles &amp; mehr',
    1,
    `<t:Conditions>${predicates}</t:Conditions><t:Exceptions>${predicates}</t:Exceptions><t:Actions>${actions}</t:Actions>`,
  );
  const made = await ask(updateRules(createRule(whole)));
  expect([codesOf(made), pair.old.stats().writes['UpdateInboxRules']]).toEqual([['NoError'], 1]);
  const got = await ask(getRules);
  const plain = got.text
    .replace(/<t:FolderId Id="[^"]{100,}" ChangeKey="[^"]+"\/>/, '<t:DistinguishedFolderId Id="junkemail"/>')
    .replace(/<t:RuleId>[^<]{12}<\/t:RuleId>/, '');
  expect(plain).toContain(rule(whole));
});

test('rules: changed and deleted by their ids, all or nothing, and told what is wrong', async () => {
  const before = await ask(getRules);
  const id = `<t:RuleId>${textsOf(before, 'RuleId')[0]}</t:RuleId>`;
  const wrong = await ask(
    updateRules(
      [
        createRule(named('fine', 7, STOP)),
        `<t:CreateRuleOperation>${rule(named('x', 8, STOP), id)}</t:CreateRuleOperation>`,
        createRule(named('', 1, '<t:Exceptions/>')),
        createRule(
          named(
            'y',
            7,
            '<t:Conditions><t:FromAddresses><t:Address><t:EmailAddress>a</t:EmailAddress></t:Address></t:FromAddresses><t:WithinDateRange/><t:WithinSizeRange><t:MaximumSize>9999990</t:MaximumSize></t:WithinSizeRange></t:Conditions><t:Actions><t:MoveToFolder><t:FolderId Id="none"/></t:MoveToFolder></t:Actions>',
          ),
        ),
        '<t:DeleteRuleOperation><t:RuleId>none</t:RuleId></t:DeleteRuleOperation>',
      ].join(''),
    ),
  );
  expect(codesOf(wrong)).toEqual(['ErrorInboxRulesValidationError']);
  expect(textsOf(wrong, 'OperationIndex')).toEqual(['1', '2', '3', '4']);
  const pairs = textsOf(wrong, 'FieldURI').map((field, index) => [field, textsOf(wrong, 'ErrorCode')[index]]);
  expect(pairs).toEqual([
    ['RuleId', 'CreateWithRuleId'],
    ['DisplayName', 'EmptyValueFound'],
    ['Actions', 'MissingAction'],
    ['Priority', 'DuplicatedPriority'],
    ['Condition:FromAddresses', 'InvalidAddress'],
    ['Condition:WithinDateRange', 'MissingRangeValue'],
    ['Condition:WithinSizeRange', 'InvalidSizeRange'],
    ['Action:MoveToFolder', 'InvalidFolderId'],
    ['Priority', 'DuplicatedPriority'],
    ['RuleId', 'RuleNotFound'],
  ]);
  expect((await ask(getRules)).text).toBe(before.text);

  const set = `<t:SetRuleOperation>${rule(named('anders', 3, STOP), id)}</t:SetRuleOperation>`;
  expect(codesOf(await ask(updateRules(set + set)))).toEqual(['ErrorInboxRulesValidationError']);
  expect(codesOf(await ask(updateRules(set + createRule(named('first', 1, STOP)))))).toEqual(['NoError']);
  expect(textsOf(await ask(getRules), 'DisplayName')).toEqual(['first', 'anders']);
  expect(codesOf(await ask(updateRules(`<t:DeleteRuleOperation>${id}</t:DeleteRuleOperation>`)))).toEqual(['NoError']);
  expect(textsOf(await ask(getRules), 'DisplayName')).toEqual(['first']);
});

test('rules: what only Outlook knows must be given up, and a folder that went makes a rule wrong', async () => {
  setSetting(pair.old.store, 1, 'outlookRuleBlob', true);
  expect(textsOf(await ask(getRules), 'OutlookRuleBlobExists')).toEqual(['true']);
  const target = await ask(
    `<m:CreateFolder><m:ParentFolderId>${distinguished('inbox')}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>Regelziel</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`,
  );
  const folder = /<t:FolderId [^>]*\/>/.exec(target.text)?.[0] as string;
  const move = createRule(named('move', 5, `<t:Actions><t:MoveToFolder>${folder}</t:MoveToFolder></t:Actions>`));
  expect(codesOf(await ask(updateRules(move, '')))).toEqual(['ErrorOutlookRuleBlobExists']);
  expect(codesOf(await ask(updateRules(move)))).toEqual(['NoError']);
  expect(textsOf(await ask(getRules), 'OutlookRuleBlobExists')).toEqual(['false']);
  expect((await ask(getRules)).text).toContain(folder);
  await ask(`<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${folder}</m:FolderIds></m:DeleteFolder>`);
  expect(textsOf(await ask(getRules), 'IsInError')).toEqual(['true']);
  const foreign = '<m:GetInboxRules><m:MailboxSmtpAddress>other@old.example</m:MailboxSmtpAddress></m:GetInboxRules>';
  expect(codesOf(await ask(foreign))).toEqual(['ErrorAccessDenied']);
});

testEnvelopes(pair, 15);
