import type { z } from "zod";
import type {
	decideRequest,
	handOverRequest,
	IdentityCountsJson,
	IdentityJson,
	identityQuery,
	ListedPersonJson,
	leaveRequest,
	mergeRequest,
	PeopleChangeJson,
	PersonPageJson,
	peopleQuery,
	peopleUndone,
	renameRequest,
} from "../identities.ts";
import type { Page } from "../scalars.ts";
import type { Query, Wire } from "./wire.ts";

/** People as the sources name them: who is whom, who left, who took over. */
export const peopleCalls = ({ call }: Wire) => ({
	identities: (query: Query<typeof identityQuery> = {}) => call<Page<IdentityJson>>("GET", "/identities", { query }),
	identityCounts: () => call<IdentityCountsJson>("GET", "/identities/counts"),
	decideIdentities: (body: z.input<typeof decideRequest>, key: string) =>
		call<PeopleChangeJson>("POST", "/identities/decide", { body, key }),
	peopleChanges: () => call<{ items: PeopleChangeJson[] }>("GET", "/people-changes"),
	undoPeopleChange: (id: string) =>
		call<z.infer<typeof peopleUndone>>("POST", `/people-changes/${id}/undo`, { body: {} }),
	peoplePage: (query: Query<typeof peopleQuery> = {}) => call<Page<ListedPersonJson>>("GET", "/people", { query }),
	person: (id: string) => call<PersonPageJson>("GET", `/people/${id}`),
	mergePerson: (id: string, body: z.input<typeof mergeRequest>, key: string) =>
		call<PeopleChangeJson>("POST", `/people/${id}/merge`, { body, key }),
	markLeft: (id: string, body: z.input<typeof leaveRequest>, key: string) =>
		call<PeopleChangeJson>("POST", `/people/${id}/leave`, { body, key }),
	markBack: (id: string, key: string) => call<PeopleChangeJson>("POST", `/people/${id}/return`, { body: {}, key }),
	handOver: (id: string, body: z.input<typeof handOverRequest>, key: string) =>
		call<PeopleChangeJson>("POST", `/people/${id}/hand-over`, { body, key }),
	renamePerson: (id: string, body: z.input<typeof renameRequest>, key: string) =>
		call<PeopleChangeJson>("POST", `/people/${id}/rename`, { body, key }),
});
