import { type Call, changes, type Cmdlets, fromNow, shows, type Shown } from '../cmdlet.ts';
import { ManagementError } from '../error.ts';
import { readFilter } from '../filter.ts';
import { groupsOf, type RoleAssignment, type Scope } from '../organisation.ts';
import { requirePrincipal, windowsName } from '../principals.ts';
import { notFound, rootOf } from '../recipient.ts';
import type { Side } from '../../side.ts';

const MAX_NAME = 64;

function requireName({ parameters }: Call): string {
  const name = parameters.requireText('Name');
  if (name.length > MAX_NAME)
    throw new ManagementError(
      'DataValidationException',
      `The length of the property is too long. The maximum length is ${MAX_NAME} and the length of the value provided is ${name.length}.`,
    );
  return name;
}

const lasting = ({ organisation }: Side): RoleAssignment[] =>
  organisation.assignments.filter(({ until }) => until === Infinity);

const isNamed = (name: string, text: string): boolean => name.toLowerCase() === text.toLowerCase();

const scopeShown = ({ name, filter, root }: Scope): Shown => ({
  Identity: name,
  Name: name,
  RecipientFilter: filter ?? '',
  RecipientRoot: root ?? '',
  ScopeRestrictionType: 'RecipientScope',
  Exclusive: false,
});

function assignmentShown(side: Side, each: RoleAssignment, effective?: string): Shown {
  const isGroup = side.organisation.groups.has(each.assignee);
  const scope = each.scope === undefined ? (each.unit === undefined ? 'Organization' : 'OU') : 'CustomRecipientScope';
  return {
    Identity: each.name,
    Name: each.name,
    Role: each.role,
    RoleAssignee: `${rootOf(side)}/Users/${windowsName(side, each.assignee).split('\\')[1]}`,
    RoleAssigneeName: windowsName(side, each.assignee).split('\\')[1],
    RoleAssigneeType: isGroup ? 'SecurityGroup' : 'User',
    EffectiveUserName: effective ?? (isGroup ? 'All Group Members' : windowsName(side, each.assignee).split('\\')[1]),
    CustomRecipientWriteScope: each.scope ?? each.unit ?? null,
    RecipientWriteScope: scope,
    Enabled: true,
  };
}

function requireAssignment(side: Side, text: string): RoleAssignment {
  const found = lasting(side).find(({ name }) => isNamed(name, text));
  if (!found) throw notFound(side, text);
  return found;
}

function requireScope(side: Side, text: string): Scope {
  const scope = side.organisation.scopes.get(text.toLowerCase());
  if (!scope) throw notFound(side, text);
  return scope;
}

/** Roles, from 2010 on: who may impersonate whom. */
export const ROLES: Cmdlets = {
  'New-ManagementScope': (call) => {
    const { side, parameters } = call;
    const name = requireName(call);
    const filter = parameters.text('RecipientRestrictionFilter');
    const root = parameters.text('RecipientRoot');
    if (filter !== undefined) readFilter(filter);
    if (side.organisation.scopes.has(name.toLowerCase()))
      throw new ManagementError(
        'ADObjectAlreadyExistsException',
        `The management scope "${name}" already exists. Please use a different name.`,
      );
    const scope: Scope = { name, ...(filter === undefined ? {} : { filter }), ...(root === undefined ? {} : { root }) };
    return changes(`Creating a new management scope "${name}".`, () => {
      side.organisation.scopes.set(name.toLowerCase(), scope);
      return [scopeShown(scope)];
    });
  },
  'Get-ManagementScope': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const scopes = text === undefined ? [...side.organisation.scopes.values()] : [requireScope(side, text)];
    return shows(scopes.map(scopeShown));
  },
  'Set-ManagementScope': (call) => {
    const { side, parameters } = call;
    const scope = requireScope(side, parameters.requireText('Identity'));
    const filter = parameters.text('RecipientRestrictionFilter');
    const root = parameters.text('RecipientRoot');
    if (filter !== undefined) readFilter(filter);
    return changes(`Setting properties on the management scope "${scope.name}".`, () => {
      if (filter !== undefined) scope.filter = filter;
      if (root !== undefined) scope.root = root;
    });
  },
  'Remove-ManagementScope': ({ side, parameters }) => {
    const { name } = requireScope(side, parameters.requireText('Identity'));
    const users = lasting(side).filter((each) => each.scope !== undefined && isNamed(each.scope, name));
    if (users.length > 0)
      throw new ManagementError(
        'ManagementScopeInUseException',
        `The management scope "${name}" can't be removed because it's in use by the following management role assignments: ${users.map((each) => each.name).join(', ')}.`,
      );
    return changes(`Removing the management scope "${name}".`, () => {
      side.organisation.scopes.delete(name.toLowerCase());
    });
  },
  'New-ManagementRoleAssignment': (call) => {
    const { side, parameters } = call;
    const role = parameters.requireText('Role');
    const assignee = requirePrincipal(side, parameters.text('User') ?? parameters.requireText('SecurityGroup')).name;
    const scope = parameters.text('CustomRecipientWriteScope');
    const unit = parameters.text('RecipientOrganizationalUnitScope');
    if (scope !== undefined) requireScope(side, scope);
    const name = parameters.has('Name') ? requireName(call) : `${role}-${windowsName(side, assignee).split('\\')[1]}`;
    const there = lasting(side).find((each) => isNamed(each.name, name));
    if (there)
      throw new ManagementError(
        'ADObjectAlreadyExistsException',
        `The management role assignment "${name}" already exists. Please specify a unique name.`,
      );
    const assignment: RoleAssignment = {
      name,
      role,
      assignee,
      ...(scope === undefined ? {} : { scope }),
      ...(unit === undefined ? {} : { unit }),
      from: fromNow(side),
      until: Infinity,
    };
    return changes(`Creating the management role assignment "${name}".`, () => {
      side.organisation.assignments.push(assignment);
      return [assignmentShown(side, assignment)];
    });
  },
  'Get-ManagementRoleAssignment': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const role = parameters.text('Role');
    const asked = parameters.text('RoleAssignee');
    const scope = parameters.text('CustomRecipientWriteScope');
    const assignee = asked === undefined ? undefined : requirePrincipal(side, asked).name;
    const reached = assignee === undefined ? undefined : groupsOf(side.organisation, assignee).add(assignee);
    const found = (text === undefined ? lasting(side) : [requireAssignment(side, text)]).filter(
      (each) =>
        (role === undefined || isNamed(each.role, role)) &&
        (reached === undefined || reached.has(each.assignee)) &&
        (scope === undefined || isNamed(each.scope ?? '', scope)),
    );
    if (!parameters.flag('GetEffectiveUsers')) return shows(found.map((each) => assignmentShown(side, each)));
    const shown = found.flatMap((each) => {
      const members = [...(side.organisation.groups.get(each.assignee)?.members ?? [each.assignee])];
      return members.map((member) => assignmentShown(side, each, windowsName(side, member).split('\\')[1]));
    });
    return shows(shown);
  },
  'Remove-ManagementRoleAssignment': ({ side, parameters }) => {
    const assignment = requireAssignment(side, parameters.requireText('Identity'));
    return changes(`Removing the management role assignment "${assignment.name}".`, () => {
      assignment.until = fromNow(side);
    });
  },
};
