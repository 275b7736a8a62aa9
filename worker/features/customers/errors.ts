import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'customer-not-found': {
    status: 404,
    title: 'No such customer',
    cause: 'Your workgroup has no customer with this id.',
    remedy: 'Find the id in the list of customers.',
  },
  'customer-changed': {
    status: 412,
    title: 'Changed in the meantime',
    cause: 'Someone changed the customer after you read it.',
    remedy: 'Read it again, then decide based on the current version.',
  },
  'customer-archived': {
    status: 409,
    title: 'Customer archived',
    cause: 'An archived customer gets no new projects.',
    remedy: 'Restore the customer first, or choose another one.',
  },
  'customer-in-use': {
    status: 409,
    title: 'Customer in use',
    cause: 'A customer cannot be deleted while something belongs to it.',
    remedy: 'Give its projects to another customer first, or archive the customer.',
  },
  'customer-name-wrong': {
    status: 422,
    title: 'Company name needed',
    cause: 'A customer is deleted only if the request has its company name.',
    remedy: 'Send the exact company name as `companyName`.',
  },
  'customer-user-not-found': {
    status: 404,
    title: 'No such user',
    cause: 'Your workgroup has no customer user with this id.',
    remedy: 'Find the id in the list of the customer’s users.',
  },
  'customer-user-changed': {
    status: 412,
    title: 'Changed in the meantime',
    cause: 'Someone changed the user after you read it.',
    remedy: 'Read it again, then decide based on the current version.',
  },
  'customer-user-in-use': {
    status: 409,
    title: 'User in use',
    cause: 'The user has mailboxes in projects of the customer, or a licence.',
    remedy: 'Delete the mailboxes from their projects and return the licence first.',
  },
  'customer-users-refused': {
    status: 422,
    title: 'Some users cannot be added',
    cause: 'One or more addresses belong to another user of the customer, or are there twice.',
    remedy: 'Nothing was added. Correct the parts listed in `errors` and send all of it again.',
  },
});
