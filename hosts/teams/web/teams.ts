import { app, authentication, meeting, teamsCore } from "@microsoft/teams-js";

/** Where the page stands: beside a meeting, on its stage, in its tabs, or alone. */
export type Place = "panel" | "stage" | "meeting-tab" | "personal";
/** Teams' three looks. */
export type TeamsLook = "default" | "dark" | "contrast";

/** What Teams tells of a meeting; hints for the eye, never proof. */
export interface MeetingHint {
	key: string;
	title: string | null;
	startsAt: string | null;
	joinUrl: string | null;
}

/** Teams, as our pages use it. The one file that touches its library. */
export interface TeamsFrame {
	place: Place;
	locale: string;
	look: TeamsLook;
	/** What a link into Teams asked for: `meeting/<id>`. */
	subPage: string | null;
	onLook(changed: (look: TeamsLook) => void): void;
	/** A token that proves who looks, for our server alone. `ask`: with a window of Teams', where it must be agreed to. */
	token(ask?: boolean): Promise<string>;
	/** The meeting around; null outside of one. */
	meeting(): Promise<MeetingHint | null>;
	/** Whether something can be put on the meeting's stage here. */
	canShare(): Promise<boolean>;
	/** Puts a page of ours on the stage. Rejects with why it cannot be. */
	share(url: string): Promise<void>;
	/** Opens a page outside of the frame. */
	open(url: string): Promise<void>;
	/** Called before Teams takes the page away. */
	onLeave(left: () => void): void;
	/** The page stands; Teams takes its own waiting sign away. */
	ready(): void;
}

const PATIENCE_MS = 10_000;
/** A client that lacks something may also never answer. */
const ANSWER_MS = 4000;

/**
 * Finds Teams around this page; null where there is none. `origins` are pages beside Teams' own that may be it, as the
 * server says.
 */
export async function findTeams(origins: string[]): Promise<TeamsFrame | null> {
	if (window.parent === window) return null;
	try {
		await within(PATIENCE_MS, app.initialize(origins));
	} catch {
		return null;
	}
	const context = await app.getContext();
	const key = context.meeting?.id ?? null;
	return {
		place: placeOf(context),
		locale: context.app.locale,
		look: lookOf(context.app.theme),
		subPage: context.page.subPageId ?? null,
		onLook: (changed) => app.registerOnThemeChangeHandler((theme) => changed(lookOf(theme))),
		token: (ask = false) => authentication.getAuthToken({ silent: !ask }),
		async meeting() {
			if (!key) return null;
			const details = await within(ANSWER_MS, asked(meeting.getMeetingDetails)).catch(() => null);
			const { title, scheduledStartTime, joinUrl } = (details?.details ?? {}) as Partial<Record<string, string>>;
			const startsAt = scheduledStartTime && !Number.isNaN(Date.parse(scheduledStartTime)) ? scheduledStartTime : null;
			return {
				key,
				title: title ?? null,
				startsAt: startsAt && new Date(startsAt).toISOString(),
				joinUrl: joinUrl ?? null,
			};
		},
		async canShare() {
			const can = await within(ANSWER_MS, asked(meeting.getAppContentStageSharingCapabilities)).catch(() => null);
			return can?.doesAppHaveSharePermission ?? false;
		},
		share: async (url) => void (await asked<boolean>((answer) => meeting.shareAppContentToStage(answer, url))),
		open: (url) => app.openLink(url),
		onLeave(left) {
			try {
				app.lifecycle.registerBeforeSuspendOrTerminateHandler(async () => left());
				if (teamsCore.isSupported())
					teamsCore.registerBeforeUnloadHandler((done) => {
						left();
						done();
						return true;
					});
			} catch {
				// A client without either: the browser's own event below is all there is.
			}
			window.addEventListener("pagehide", left);
		},
		ready() {
			app.notifyAppLoaded();
			void app.notifySuccess().catch(() => undefined);
		},
	};
}

function placeOf({ page, meeting: around }: app.Context): Place {
	if (page.frameContext === "sidePanel") return "panel";
	if (page.frameContext === "meetingStage") return "stage";
	return around?.id ? "meeting-tab" : "personal";
}

function lookOf(theme: string | undefined): TeamsLook {
	return theme === "dark" || theme === "contrast" ? theme : "default";
}

/** A function of Teams' that calls back, as a promise. */
function asked<T>(
	call: (answer: (fault: { message?: string; errorCode?: number } | null, value: T | null) => void) => void,
) {
	return new Promise<T>((done, failed) => {
		call((fault, value) => {
			if (fault || value === null)
				failed(new Error(fault?.message ?? `Teams answered ${fault?.errorCode ?? "nothing"}`));
			else done(value);
		});
	});
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
	const late = new Promise<never>((_, failed) => setTimeout(() => failed(new Error("Teams did not answer")), ms));
	return Promise.race([work, late]);
}
