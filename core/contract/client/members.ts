import type { z } from "zod";
import type { InvitationJson, InvitationLinkJson, InvitedJson, inviteRequest } from "../invitations.ts";
import type { MemberJson, memberQuery, updateUserRequest } from "../members.ts";
import type { Person } from "../people.ts";
import type { Page } from "../scalars.ts";
import type { addMemberRequest, createTeamRequest, TeamNodeJson, TeamPageJson, updateTeamRequest } from "../teams.ts";
import type { Query, Wire } from "./wire.ts";

/** Members, invitations and teams. */
export const memberCalls = ({ call }: Wire) => ({
	members: (query: Query<typeof memberQuery> = {}) => call<Page<MemberJson>>("GET", "/members", { query }),
	member: (id: string) => call<MemberJson>("GET", `/users/${id}`),
	updateUser: (id: string, body: z.input<typeof updateUserRequest>) =>
		call<MemberJson>("PATCH", `/users/${id}`, { body }),
	deactivateUser: (id: string) => call<void>("DELETE", `/users/${id}`),
	resetSecondFactor: (id: string) => call<void>("DELETE", `/users/${id}/second-factor`),
	invitations: () => call<{ items: InvitationJson[] }>("GET", "/invitations"),
	invite: (body: z.input<typeof inviteRequest>, key: string) =>
		call<InvitedJson>("POST", "/invitations", { body, key }),
	resendInvitation: (id: string) => call<void>("POST", `/invitations/${id}/resend`, { body: {} }),
	invitationLink: (id: string) => call<InvitationLinkJson>("POST", `/invitations/${id}/link`, { body: {} }),
	withdrawInvitation: (id: string) => call<void>("DELETE", `/invitations/${id}`),
	people: () => call<{ items: Person[] }>("GET", "/users"),
	teams: () => call<{ items: TeamNodeJson[] }>("GET", "/teams"),
	team: (id: string) => call<TeamPageJson>("GET", `/teams/${id}`),
	createTeam: (body: z.input<typeof createTeamRequest>, key: string) =>
		call<TeamPageJson>("POST", "/teams", { body, key }),
	updateTeam: (id: string, body: z.input<typeof updateTeamRequest>) =>
		call<TeamPageJson>("PATCH", `/teams/${id}`, { body }),
	deleteTeam: (id: string) => call<void>("DELETE", `/teams/${id}`),
	addTeamMember: (id: string, body: z.input<typeof addMemberRequest>) =>
		call<TeamPageJson>("POST", `/teams/${id}/members`, { body }),
	removeTeamMember: (id: string, userId: string) => call<void>("DELETE", `/teams/${id}/members/${userId}`),
});
