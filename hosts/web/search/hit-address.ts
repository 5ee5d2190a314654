import type { SearchKind } from "../../../core/contract/search.ts";

/** Something to go to. */
export interface Destination {
	kind: SearchKind;
	id: string;
	name: string;
	detail: string;
}

/** The page of something found; of a person, for those who may not open theirs, the list of their deals. */
export function addressOf({ kind, id }: Pick<Destination, "kind" | "id">, permissions: readonly string[]): string {
	switch (kind) {
		case "deal":
			return `/deals/${id}`;
		case "account":
			return `/accounts/${id}`;
		case "contact":
			return `/contacts/${id}`;
		case "lead":
			return `/leads/${id}`;
		case "person":
			return permissions.includes("people:match") ? `/people/${id}` : `/deals?ownerId=${id}`;
	}
}
