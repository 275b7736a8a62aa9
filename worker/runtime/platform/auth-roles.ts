import { createAccessControl } from 'better-auth/plugins/access';
import { defaultStatements } from 'better-auth/plugins/organization/access';

const ac = createAccessControl(defaultStatements);

/** Roles of a workgroup, for what better-auth itself decides: who may change the workgroup and its members. */
export const agentRoles = {
  ac,
  roles: {
    owner: ac.newRole({
      organization: ['update', 'delete'],
      member: ['create', 'update', 'delete'],
      invitation: ['create', 'cancel'],
    }),
    manager: ac.newRole({ organization: ['update'], member: ['create', 'update'], invitation: ['create', 'cancel'] }),
    agent: ac.newRole({}),
    inactive: ac.newRole({}),
  },
};
