import type { SearchKind } from "../../../core/contract/search.ts";

/** Something to go to. */
export interface Destination {
	kind: SearchKind;
	id: string;
	name: string;
	detail: string;
}

/** The page of something found; a person's is the list of their deals. */
export function addressOf({ kind, id }: Pick<Destination, "kind" | "id">): string {
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
			return `/deals?ownerId=${id}`;
	}
}
