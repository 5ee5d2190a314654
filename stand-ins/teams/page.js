// Speaks to the page in the frame as Teams does (teams-js 2.58): it asks by postMessage, and is answered by its own ids.
const at = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const [tab, stage] = [at("tab"), at("stage")];
const host = { calls: [], handlers: new Set(), stage: null, state: null, opened: [] };
window.__host = host;

const SUPPORTS = {
	app: { lifecycle: { caching: {} }, notifySuccessResponse: {} },
	pages: { appButton: {}, tabs: {} },
	teamsCore: {},
	dialog: { url: {} },
	chat: {},
	meeting: {},
};
const ANSWERS = {
	initialize: () => [frameContext(), "desktop", JSON.stringify(runtime()), "2.58.0"],
	getContext: () => [context()],
	"authentication.getAuthToken": async () => {
		const answer = await fetch(`/page/token?oid=${at("person").value}`, { method: "POST" });
		const said = await answer.json();
		return answer.ok ? [true, said.token] : [false, said.reason];
	},
	"meeting.getMeetingDetails": () => (at("bare").checked ? [{ errorCode: 1000 }, null] : [null, details()]),
	"meeting.getAppContentStageSharingCapabilities": () =>
		at("bare").checked ? [{ errorCode: 1000 }, null] : [null, { doesAppHaveSharePermission: true }],
	"meeting.shareAppContentToStage": ([url]) => {
		host.stage = url;
		stage.src = url;
		stage.hidden = false;
		return [null, true];
	},
	executeDeepLink: ([url]) => openOutside(url),
	"app.openLink": ([url]) => openOutside(url),
	"appInitialization.success": () => [undefined],
	registerHandler: ([name]) => {
		host.handlers.add(name);
		return null;
	},
};

function openOutside(url) {
	host.opened.push(url);
	// In the same browser, as a person's own; a draft of a mail is left to the test.
	if (!url.startsWith("mailto:")) window.open(url, "_blank");
	return [true];
}

function frameContext() {
	const chosen = at("frame").value;
	return chosen === "personal" ? "content" : chosen;
}

function runtime() {
	const supports = at("bare").checked ? {} : SUPPORTS;
	return { apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports };
}

function meeting() {
	return host.state.meetings.find(({ key }) => key === query.get("meeting")) ?? host.state.meetings.at(-1);
}

function context() {
	const isMeeting = at("frame").value !== "personal";
	const { key, chatId } = meeting() ?? {};
	return {
		locale: at("locale").value,
		theme: at("theme").value,
		frameContext: frameContext(),
		hostName: "Teams",
		hostClientType: "desktop",
		entityId: isMeeting ? "coach" : "mine",
		subEntityId: query.get("sub") ?? "",
		userObjectId: at("person").value,
		tid: host.state.directoryId,
		...(isMeeting && { meetingId: key, chatId }),
	};
}

function details() {
	const { title, joinUrl, chatId, organiserOid, startsAt } = meeting();
	return {
		details: { title, joinUrl, scheduledStartTime: startsAt, type: "Scheduled" },
		conversation: { id: chatId },
		organizer: { id: organiserOid, tenantId: host.state.directoryId },
	};
}

async function answer(event) {
	const frame = [tab, stage].find((one) => one.contentWindow === event.source);
	const message = event.data;
	if (!frame || event.origin !== host.state?.courtside || !message?.func) return;
	host.calls.push({ func: message.func, args: message.args, frame: frame.id });
	if (frame === stage && message.func === "initialize") {
		event.source.postMessage(
			reply(message, ["meetingStage", "desktop", JSON.stringify(runtime()), "2.58.0"]),
			event.origin,
		);
		return;
	}
	if (frame === stage && message.func === "getContext") {
		event.source.postMessage(reply(message, [{ ...context(), frameContext: "meetingStage" }]), event.origin);
		return;
	}
	const args = await ANSWERS[message.func]?.(message.args);
	if (args) event.source.postMessage(reply(message, args), event.origin);
}

function reply({ id, uuidAsString }, args) {
	return { id, uuidAsString, args };
}

function emit(func, ...args) {
	tab.contentWindow.postMessage({ func, args }, host.state.courtside);
}

/** Frames the app anew, as if Teams were opened. */
function show() {
	at("meeting").dataset.frame = at("frame").value;
	at("you").textContent = at("person").selectedOptions[0]?.textContent ?? "";
	tab.allow = at("microphone").checked ? `microphone ${host.state.courtside}` : "";
	tab.src = `${host.state.courtside}/teams/`;
}

async function begin() {
	host.state = await (await fetch("/page/state")).json();
	at("title").textContent = meeting()?.title ?? "No meeting";
	for (const { oid, name, isGuest } of host.state.people)
		at("person").add(new Option(isGuest ? `${name} (guest)` : name, oid));
	for (const id of ["person", "frame", "theme", "locale"]) if (query.has(id)) at(id).value = query.get(id);
	for (const id of ["microphone", "bare"]) at(id).checked = query.has(id);
	at("theme").addEventListener("change", () => emit("themeChange", at("theme").value));
	for (const id of ["person", "frame", "locale", "microphone", "bare"]) at(id).addEventListener("change", show);
	at("choices").addEventListener("submit", (event) => {
		event.preventDefault();
		show();
	});
	show();
	setInterval(tellActivities, 3000);
}

/** What came into the activity feed of whoever is chosen. */
async function tellActivities() {
	const { activities } = await (await fetch("/page/state")).json();
	const mine = activities.filter(({ oid }) => oid === at("person").value);
	at("feed").hidden = mine.length === 0;
	at("activities").replaceChildren(
		...mine.map(({ body }) => {
			const line = document.createElement("li");
			line.textContent = `${body.activityType}: ${body.previewText.content}`;
			return line;
		}),
	);
}

addEventListener("message", (event) => void answer(event));
void begin();
