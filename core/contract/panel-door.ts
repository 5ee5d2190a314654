import type { Ports } from "./host.ts";

/** Somebody as a vendor's token proves them. */
export interface PanelPerson {
	/** The vendor's account whose person it is. */
	account: string;
	/** The vendor's id of the person, within the account. */
	externalId: string;
	name: string;
	/** As their account's administrators wrote it; null where they have none. */
	email: string | null;
	/** A guest of that account: never one of ours. */
	isGuest: boolean;
}

/** Something of the connection, and whether it is there. */
export interface PanelStep {
	code: string;
	isDone: boolean;
	/** What is to be copied into the vendor's pages, by what it is called there. */
	copy: { name: string; value: string }[];
}

/** A meeting of the vendor's. */
export interface VendorMeeting {
	id: string;
	title: string | null;
	/** The vendor's id of whoever organises it. */
	organiserId: string | null;
}

/** News that the vendor sent of something we watch. */
export interface PanelNews {
	/** The watch that it is of. */
	watchId: string;
	/** Proves that the vendor sends it: what we gave when we asked to watch. */
	state: string;
	/** `made`: there is a transcript; `ending`: the watch must be renewed; `gone`: it must be made anew. */
	kind: "made" | "ending" | "gone";
	transcriptId: string | null;
}

/** What a person is told in the vendor's own list of news. */
export interface PanelNotice {
	/** The vendor's id of the person. */
	personId: string;
	kind: "summary";
	/** The page of ours that it leads to, inside the vendor's. */
	meetingId: string;
	title: string;
}

/**
 * How pages of ours live inside a vendor's meetings: who may frame them, who looks at them, and what the vendor knows of
 * the meeting. Everything but `frames`, `accountOf` and `newsIn` is vendor I/O through the ports of one workspace.
 */
export interface PanelDoor {
	/** Pages that may show ours in a frame, as sources of a content security policy. */
	frames: readonly string[];
	/** The account that a token names. Unverified: only to find the workspace whose key decides. Null: it is no token. */
	accountOf(token: string): string | null;
	/** Whom the token proves. Throws not_signed_in with what is wrong with it. */
	personOf(token: string, ports: Ports): Promise<PanelPerson>;
	/** What is to be set up, in order. */
	steps(origin: string, ports: Ports): Promise<PanelStep[]>;
	/** The app to be uploaded at the vendor's, as a zip. Throws unprocessable while something of it is missing. */
	appPackage(origin: string, ports: Ports): Promise<Uint8Array<ArrayBuffer>>;
	/** The meeting behind a link to join, asked as the person whose token it is. Throws forbidden where they, or their
	 * administrator, must agree first. */
	findMeeting(token: string, joinUrl: string, ports: Ports): Promise<VendorMeeting | null>;
	/** Asks to be told of the meeting's transcript; `state` comes back with each piece of news. */
	watch(
		meeting: { id: string; organiserId: string },
		given: { notifyUrl: string; state: string },
		ports: Ports,
	): Promise<{ watchId: string; until: number }>;
	/** Watches on. Throws not_found where the watch is gone. */
	watchOn(watchId: string, ports: Ports): Promise<{ until: number }>;
	/** The news in a request; null: it is none. Pure. */
	newsIn(body: unknown): PanelNews[] | null;
	/** What was said, as WebVTT. */
	transcript(meeting: { id: string; organiserId: string }, transcriptId: string, ports: Ports): Promise<string>;
	/** Tells a person. Throws unavailable where another try may do. */
	tell(notice: PanelNotice, ports: Ports): Promise<void>;
}
